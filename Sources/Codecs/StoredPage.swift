import Imaging

/// The pixels of a page as its file stores them, not yet turned.
struct StoredPage {
    let raster: Raster
    /// What only reading the pixels showed.
    let notes: [PictureNote]

    init(_ raster: Raster, notes: [PictureNote] = []) {
        self.raster = raster
        self.notes = notes
    }
}
