import COpenCV

/// The library behind this room.
public enum OpenCV {
    /// Its version, like `4.6.0`.
    public static var version: String { String(cString: copencv_version()) }
}
