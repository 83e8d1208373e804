#include "guarded.hpp"

using namespace foxing;

copencv_status copencv_median(copencv_plane from, copencv_plane to, int32_t size) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require(size >= 3 && size % 2 == 1 && size < 256, "the size of a median is odd, from 3 to 255");
        cv::medianBlur(in, out, size);
    });
}

copencv_status copencv_bilateral(
    copencv_plane from, copencv_plane to, int32_t diameter, double levels, double distance) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require(diameter > 0 && diameter <= 1023, "a bilateral filter reaches over 1 to 1023 pixels");
        cv::bilateralFilter(in, out, diameter, levels, distance, cv::BORDER_REPLICATE);
    });
}

copencv_status copencv_non_local_means(
    copencv_plane from, copencv_plane to, float strength, int32_t window, int32_t search) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require(window % 2 == 1 && search % 2 == 1, "windows have odd sizes");
        require(window > 0 && search > 0 && window <= 99 && search <= 99, "a window has 1 to 99 pixels");
        // OpenCV counts a value for each place of the search and each pixel of a row.
        require(
            int64_t(search) * search * (int64_t(from.width) + window) <= INT32_MAX, "a row too long for such a search");
        if (from.channels == 1) {
            cv::fastNlMeansDenoising(in, out, strength, window, search);
        } else {
            cv::fastNlMeansDenoisingColored(in, out, strength, strength, window, search);
        }
    });
}

copencv_status copencv_morph(
    copencv_plane from, copencv_plane to, copencv_morphology operation, copencv_shape shape, int32_t width,
    int32_t height) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require_area(width, height);
        const int shapes[] = {cv::MORPH_RECT, cv::MORPH_CROSS, cv::MORPH_ELLIPSE};
        const int operations[] = {cv::MORPH_ERODE, cv::MORPH_DILATE, cv::MORPH_OPEN, cv::MORPH_CLOSE};
        require(unsigned(shape) < 3 && unsigned(operation) < 4, "no such kernel or operation");
        const cv::Mat kernel = cv::getStructuringElement(shapes[shape], cv::Size(width, height));
        cv::morphologyEx(
            in, out, operations[operation], kernel, cv::Point(-1, -1), 1, cv::BORDER_REPLICATE);
    });
}

copencv_status copencv_gaussian(copencv_plane from, copencv_plane to, int32_t size, double sigma) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require(size == 0 || size % 2 == 1, "a blur has an odd size");
        if (size != 0) require_extent(size, size);
        require(sigma > 0 && sigma <= 2048, "the deviation of a blur is above 0 and at most 2048 pixels");
        cv::GaussianBlur(in, out, cv::Size(size, size), sigma, sigma, cv::BORDER_REPLICATE);
    });
}

copencv_status copencv_box(copencv_plane from, copencv_plane to, int32_t width, int32_t height) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require_extent(width, height);
        cv::boxFilter(in, out, -1, cv::Size(width, height), cv::Point(-1, -1), true, cv::BORDER_REPLICATE);
    });
}

copencv_status copencv_filter(
    copencv_plane from, copencv_plane to, const float *weights, int32_t width, int32_t height) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require(weights != nullptr, "a kernel without weights");
        require_area(width, height);
        const cv::Mat kernel(height, width, CV_32F, const_cast<float *>(weights));
        cv::filter2D(in, out, -1, kernel, cv::Point(-1, -1), 0, cv::BORDER_REPLICATE);
    });
}

copencv_status copencv_distance(copencv_plane from, copencv_plane to) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require_gray(from);
        cv::Mat distance;
        cv::distanceTransform(in, distance, cv::DIST_L2, 3);
        distance.convertTo(out, CV_8U, 8);
    });
}
