/// Every request that the server answers.
enum Interface {
    /// In the order of the manual.
    static let endpoints: [Endpoint] =
        MachineRequests.all + SessionRequests.all + EditorRequests.all + PresetRequests.all + PageRequests.all
        + PictureRequests.all + VariantRequests.all + ReadingRequests.all + RunRequests.all + StudioRequests.all
}
