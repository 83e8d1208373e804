#include <turbojpeg.h>

/* TurboJPEG tells no version at run time; that of the headers it was built with stands in a file beside them. */
#if __has_include(<jconfig.h>)
#include <jconfig.h>
#endif

static inline const char *foxing_turbojpeg_version(void) {
#ifdef LIBJPEG_TURBO_VERSION
#define FOXING_TEXT_OF(TOKENS) #TOKENS
#define FOXING_TEXT(TOKENS) FOXING_TEXT_OF(TOKENS)
    return FOXING_TEXT(LIBJPEG_TURBO_VERSION);
#else
    return "unknown";
#endif
}
