extension NonlinearMap {
    public func push(_ points: inout [Point]) {
        for i in points.indices { points[i] = forward(points[i]) }
    }
}

extension Homography {
    /// Moves many points forward at once, in their places.
    public func push(_ points: inout [Point]) {
        let m = matrix
        let (a, b, c) = (m[0], m[1], m[2])
        let (d, e, f) = (m[3], m[4], m[5])
        let (g, h, i) = (m[6], m[7], m[8])
        // Without the division quarter turns and shifts stay exact.
        if isAffine {
            for n in points.indices {
                let p = points[n]
                points[n] = Point(a * p.x + b * p.y + c, d * p.x + e * p.y + f)
            }
            return
        }
        for n in points.indices {
            let p = points[n]
            let w = g * p.x + h * p.y + i
            points[n] = Point((a * p.x + b * p.y + c) / w, (d * p.x + e * p.y + f) / w)
        }
    }
}

extension GeometricMap {
    /// Whether straight lines stay straight.
    public var isProjective: Bool { homography != nil }

    /// Moves many points forward at once, in their places.
    public func push(_ points: inout [Point]) {
        for part in parts {
            switch part {
            case .projective(let h): h.push(&points)
            case .nonlinear(let map): map.push(&points)
            }
        }
    }
}
