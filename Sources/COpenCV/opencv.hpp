#pragma once

// OpenCV's headers, found through the link in `headers`, which leads to where Debian and Ubuntu have them. Their warnings
// are not ours to mend.

#if !__has_include(<opencv2/core.hpp>) || !__has_include(<opencv2/imgproc.hpp>) || !__has_include(<opencv2/photo.hpp>)
#error "OpenCV's headers are not in /usr/include/opencv4: install the package libopencv-dev"
#else

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Weverything"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>
#pragma clang diagnostic pop

#endif
