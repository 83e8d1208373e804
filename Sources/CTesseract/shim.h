#include <dlfcn.h>
#include <string.h>
#include <tesseract/capi.h>

/* Tesseract is loaded when it is first used: linked, its 56 libraries would cost every start of the program about 5 ms.
   The table's types come from capi.h, so a change of signature there is a compile error here. */
#define FOXING_TESSERACT_FUNCTIONS(F)                                                                                  \
    F(Version) F(DeleteText)                                                                                           \
    F(BaseAPICreate) F(BaseAPIDelete) F(BaseAPIInit4) F(BaseAPIEnd) F(BaseAPIGetDatapath) F(BaseAPISetVariable)        \
    F(BaseAPIGetBoolVariable)                                                                                          \
    F(BaseAPISetPageSegMode) F(BaseAPISetImage) F(BaseAPISetSourceResolution) F(BaseAPIRecognize)                      \
    F(BaseAPIGetIterator) F(BaseAPIClear)                                                                              \
    F(ResultIteratorDelete) F(ResultIteratorNext) F(ResultIteratorGetUTF8Text) F(ResultIteratorConfidence)             \
    F(ResultIteratorGetPageIteratorConst) F(PageIteratorIsAtBeginningOf) F(PageIteratorBoundingBox)                    \
    F(PageIteratorBaseline)                                                                                            \
    F(MonitorCreate) F(MonitorDelete) F(MonitorSetDeadlineMSecs)

typedef struct {
#define FOXING_MEMBER(NAME) __typeof__(&Tess##NAME) _Nonnull NAME;
    FOXING_TESSERACT_FUNCTIONS(FOXING_MEMBER)
#undef FOXING_MEMBER
    /* NULL when Tesseract was built without OpenMP. */
    void (*_Nullable setMaxActiveLevels)(int);
    /* Leptonica comes with Tesseract; its answer is to be freed. NULL when Tesseract hides it. */
    char *_Nullable (*_Nullable leptonicaVersion)(void);
} FoxingTesseract;

/* Fills the table from an opened library. Gives the name of the first function that is missing, else NULL. */
static inline const char *_Nullable foxing_tesseract_load(void *_Nonnull library, FoxingTesseract *_Nonnull table) {
    void *symbol;
#define FOXING_LOAD(NAME)                                                                                              \
    symbol = dlsym(library, "Tess" #NAME);                                                                             \
    if (!symbol) return "Tess" #NAME;                                                                                  \
    memcpy(&table->NAME, &symbol, sizeof symbol);
    FOXING_TESSERACT_FUNCTIONS(FOXING_LOAD)
#undef FOXING_LOAD
    symbol = dlsym(library, "omp_set_max_active_levels");
    memcpy(&table->setMaxActiveLevels, &symbol, sizeof symbol);
    symbol = dlsym(library, "getLeptonicaVersion");
    memcpy(&table->leptonicaVersion, &symbol, sizeof symbol);
    return 0;
}
