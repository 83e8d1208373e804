#include <pango/pango.h>
#include <pango/pangofc-font.h>
#include <pango/pangoft2.h>
