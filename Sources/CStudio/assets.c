#include "cstudio.h"
static const unsigned char index_html[] = {
#embed "assets/index.html"
};
static const FoxingAsset assets[] = {
    {"index.html", "text/html; charset=utf-8", index_html, sizeof index_html},
};

const FoxingAsset *foxing_studio_assets(size_t *count)
{
    *count = sizeof assets / sizeof *assets;
    return assets;
}
