#ifndef CSTUDIO_H
#define CSTUDIO_H

#include <stddef.h>

/// One file of the studio.
typedef struct {
    const char *path;           ///< below `/`, without a leading slash: "index.html"
    const char *type;           ///< media type, as an answer says it
    const unsigned char *bytes; ///< lives as long as the process
    size_t size;
} FoxingAsset;

/// All files of the studio; `count` gets how many.
const FoxingAsset *foxing_studio_assets(size_t *count);

#endif
