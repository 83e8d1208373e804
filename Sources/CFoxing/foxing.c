// The header stands on its own: this file is nothing but it.
#include "foxing.h"
