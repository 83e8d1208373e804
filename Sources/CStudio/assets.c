// The files of the studio, embedded when the program is built: our own in page/, and the editor CodeMirror as Debian packages it.
#include "cstudio.h"

// Clang takes #embed in every language mode, and says that it is younger than the one this is compiled in.
#pragma clang diagnostic ignored "-Wc23-extensions"

#if !__has_embed("/usr/share/javascript/codemirror/lib/codemirror.js")
#error "the editor CodeMirror is missing: install Debian's package libjs-codemirror, or run make setup"
#endif

static const unsigned char index_html[] = {
#embed "page/index.html"
};
static const unsigned char controls_css[] = {
#embed "page/controls.css"
};
static const unsigned char dialogs_css[] = {
#embed "page/dialogs.css"
};
static const unsigned char editor_css[] = {
#embed "page/editor.css"
};
static const unsigned char inspector_css[] = {
#embed "page/inspector.css"
};
static const unsigned char layout_css[] = {
#embed "page/layout.css"
};
static const unsigned char tokens_css[] = {
#embed "page/tokens.css"
};
static const unsigned char view_css[] = {
#embed "page/view.css"
};
static const unsigned char address_js[] = {
#embed "page/address.js"
};
static const unsigned char api_js[] = {
#embed "page/api.js"
};
static const unsigned char complete_js[] = {
#embed "page/complete.js"
};
static const unsigned char costs_js[] = {
#embed "page/costs.js"
};
static const unsigned char dial_js[] = {
#embed "page/dial.js"
};
static const unsigned char dom_js[] = {
#embed "page/dom.js"
};
static const unsigned char editor_js[] = {
#embed "page/editor.js"
};
static const unsigned char edits_js[] = {
#embed "page/edits.js"
};
static const unsigned char graph_js[] = {
#embed "page/graph.js"
};
static const unsigned char groups_js[] = {
#embed "page/groups.js"
};
static const unsigned char i18n_js[] = {
#embed "page/i18n.js"
};
static const unsigned char inspector_js[] = {
#embed "page/inspector.js"
};
static const unsigned char labels_js[] = {
#embed "page/labels.js"
};
static const unsigned char locate_js[] = {
#embed "page/locate.js"
};
static const unsigned char main_js[] = {
#embed "page/main.js"
};
static const unsigned char mode_js[] = {
#embed "page/mode.js"
};
static const unsigned char operations_js[] = {
#embed "page/operations.js"
};
static const unsigned char pages_js[] = {
#embed "page/pages.js"
};
static const unsigned char parameter_js[] = {
#embed "page/parameter.js"
};
static const unsigned char presets_js[] = {
#embed "page/presets.js"
};
static const unsigned char preview_js[] = {
#embed "page/preview.js"
};
static const unsigned char reading_js[] = {
#embed "page/reading.js"
};
static const unsigned char runs_js[] = {
#embed "page/runs.js"
};
static const unsigned char store_js[] = {
#embed "page/store.js"
};
static const unsigned char strip_js[] = {
#embed "page/strip.js"
};
static const unsigned char structure_js[] = {
#embed "page/structure.js"
};
static const unsigned char table_js[] = {
#embed "page/table.js"
};
static const unsigned char texts_de_js[] = {
#embed "page/texts/de.js"
};
static const unsigned char texts_en_js[] = {
#embed "page/texts/en.js"
};
static const unsigned char texts_ko_js[] = {
#embed "page/texts/ko.js"
};
static const unsigned char token_js[] = {
#embed "page/token.js"
};
static const unsigned char values_js[] = {
#embed "page/values.js"
};
static const unsigned char down_svg[] = {
#embed "page/down.svg"
};
static const unsigned char icon_svg[] = {
#embed "page/icon.svg"
};
static const unsigned char icons_svg[] = {
#embed "page/icons.svg"
};

static const unsigned char codemirror_codemirror_css[] = {
#embed "/usr/share/javascript/codemirror/lib/codemirror.css"
};
static const unsigned char codemirror_show_hint_css[] = {
#embed "/usr/share/javascript/codemirror/addon/hint/show-hint.css"
};
static const unsigned char codemirror_codemirror_js[] = {
#embed "/usr/share/javascript/codemirror/lib/codemirror.js"
};
static const unsigned char codemirror_show_hint_js[] = {
#embed "/usr/share/javascript/codemirror/addon/hint/show-hint.js"
};
static const unsigned char codemirror_comment_js[] = {
#embed "/usr/share/javascript/codemirror/addon/comment/comment.js"
};
static const unsigned char codemirror_closebrackets_js[] = {
#embed "/usr/share/javascript/codemirror/addon/edit/closebrackets.js"
};
static const unsigned char codemirror_matchbrackets_js[] = {
#embed "/usr/share/javascript/codemirror/addon/edit/matchbrackets.js"
};

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"
#define FILE(path, type, bytes) {path, type, bytes, sizeof bytes}

static const FoxingAsset assets[] = {
    FILE("index.html", HTML, index_html),
    FILE("controls.css", CSS, controls_css),
    FILE("dialogs.css", CSS, dialogs_css),
    FILE("editor.css", CSS, editor_css),
    FILE("inspector.css", CSS, inspector_css),
    FILE("layout.css", CSS, layout_css),
    FILE("tokens.css", CSS, tokens_css),
    FILE("view.css", CSS, view_css),
    FILE("address.js", SCRIPT, address_js),
    FILE("api.js", SCRIPT, api_js),
    FILE("complete.js", SCRIPT, complete_js),
    FILE("costs.js", SCRIPT, costs_js),
    FILE("dial.js", SCRIPT, dial_js),
    FILE("dom.js", SCRIPT, dom_js),
    FILE("editor.js", SCRIPT, editor_js),
    FILE("edits.js", SCRIPT, edits_js),
    FILE("graph.js", SCRIPT, graph_js),
    FILE("groups.js", SCRIPT, groups_js),
    FILE("i18n.js", SCRIPT, i18n_js),
    FILE("inspector.js", SCRIPT, inspector_js),
    FILE("labels.js", SCRIPT, labels_js),
    FILE("locate.js", SCRIPT, locate_js),
    FILE("main.js", SCRIPT, main_js),
    FILE("mode.js", SCRIPT, mode_js),
    FILE("operations.js", SCRIPT, operations_js),
    FILE("pages.js", SCRIPT, pages_js),
    FILE("parameter.js", SCRIPT, parameter_js),
    FILE("presets.js", SCRIPT, presets_js),
    FILE("preview.js", SCRIPT, preview_js),
    FILE("reading.js", SCRIPT, reading_js),
    FILE("runs.js", SCRIPT, runs_js),
    FILE("store.js", SCRIPT, store_js),
    FILE("strip.js", SCRIPT, strip_js),
    FILE("structure.js", SCRIPT, structure_js),
    FILE("table.js", SCRIPT, table_js),
    FILE("texts/de.js", SCRIPT, texts_de_js),
    FILE("texts/en.js", SCRIPT, texts_en_js),
    FILE("texts/ko.js", SCRIPT, texts_ko_js),
    FILE("token.js", SCRIPT, token_js),
    FILE("values.js", SCRIPT, values_js),
    FILE("down.svg", SVG, down_svg),
    FILE("icon.svg", SVG, icon_svg),
    FILE("icons.svg", SVG, icons_svg),
    FILE("codemirror/codemirror.css", CSS, codemirror_codemirror_css),
    FILE("codemirror/show-hint.css", CSS, codemirror_show_hint_css),
    FILE("codemirror/codemirror.js", SCRIPT, codemirror_codemirror_js),
    FILE("codemirror/show-hint.js", SCRIPT, codemirror_show_hint_js),
    FILE("codemirror/comment.js", SCRIPT, codemirror_comment_js),
    FILE("codemirror/closebrackets.js", SCRIPT, codemirror_closebrackets_js),
    FILE("codemirror/matchbrackets.js", SCRIPT, codemirror_matchbrackets_js),
};

const FoxingAsset *foxing_studio_assets(size_t *count) {
    *count = sizeof assets / sizeof *assets;
    return assets;
}
