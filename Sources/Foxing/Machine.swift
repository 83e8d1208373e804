internal import Foundation

/// What the process may use of the machine, as its control group and affinity allow.
public enum Machine {
    /// Whole cores, at least 1.
    public static var cores: Int {
        // Foundation counts the processors that the affinity leaves, not those of the machine.
        var cores = ProcessInfo.processInfo.activeProcessorCount
        if let quota = cpuQuota() { cores = min(cores, Int(quota.rounded(.up))) }
        return max(1, cores)
    }

    /// Bytes of memory, as the control group or else the machine has them.
    public static var memory: Int {
        let physical = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
        let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
            .compactMap { line(of: $0).flatMap { Int($0) } }
        return min(physical, limits.min() ?? physical)
    }

    /// The kernel's name and release, such as `Linux 6.1.0`.
    public static var kernel: String {
        "Linux " + (line(of: "/proc/sys/kernel/osrelease") ?? "")
    }

    /// The processor's instruction sets that picture code profits from, as far as they are known.
    public static var instructionSets: [String] {
        let wanted = ["sse2", "ssse3", "sse4_1", "sse4_2", "avx", "avx2", "avx512f", "avx512bw", "asimd", "sve"]
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return [] }
        let flags = text.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
        let found = Set((flags ?? "").split(separator: " ").map(String.init))
        return wanted.filter(found.contains)
    }

    /// What was built, such as `x86_64-unknown-linux-gnu`.
    public static var target: String {
        #if arch(x86_64)
            "x86_64-unknown-linux-gnu"
        #elseif arch(arm64)
            "aarch64-unknown-linux-gnu"
        #else
            "unknown-linux"
        #endif
    }

    /// The folder of the person's own where programs keep what they can make again; nil without a home.
    public static var cacheFolder: String? {
        let environment = ProcessInfo.processInfo.environment
        // The standard wants relative paths to be passed over.
        if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return folder + "/foxing" }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.cache/foxing" : nil }
    }

    /// Cores that the control group allows, from `cpu.max` or its older form; nil without a limit.
    private static func cpuQuota() -> Double? {
        if let words = line(of: "/sys/fs/cgroup/cpu.max")?.split(separator: " "), words.count == 2,
            let quota = Double(words[0]), let period = Double(words[1])
        {
            return quota / period
        }
        guard let quota = line(of: "/sys/fs/cgroup/cpu/cpu.cfs_quota_us").flatMap({ Double($0) }), quota > 0,
            let period = line(of: "/sys/fs/cgroup/cpu/cpu.cfs_period_us").flatMap({ Double($0) })
        else { return nil }
        return quota / period
    }

    private static func line(of path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first.map(String.init)
    }
}
