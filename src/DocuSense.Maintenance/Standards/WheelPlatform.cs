using System.Globalization;

namespace DocuSense.Maintenance.Standards;

/// <summary>Platform tags: PEP 425, manylinux (PEP 513, 571, 599, 600), musllinux (PEP 656), macOS as CPython names it.</summary>
internal static class WheelPlatform
{
    public static bool IsCompatible(WheelTarget target, string platform) => target.SysPlatform switch
    {
        "linux" => IsLinux(target, platform),
        "darwin" => IsMac(target, platform),
        "win32" => platform == (target.Architecture is "win32" or "x86" ? "win32" : "win_" + target.Architecture.ToLowerInvariant()),
        _ => false,
    };

    private static bool IsLinux(WheelTarget target, string platform)
    {
        // A 64-bit ARM kernel runs 32-bit programs of the older ARM too.
        if (target.Architecture == "armv8l" && IsLinuxFor(target, platform, "armv7l"))
            return true;
        return IsLinuxFor(target, platform, target.Architecture);
    }

    private static bool IsLinuxFor(WheelTarget target, string platform, string architecture)
    {
        if (platform == "linux_" + architecture)
            return true;
        if (!platform.EndsWith("_" + architecture, StringComparison.Ordinal))
            return false;
        string system = platform.Substring(0, platform.Length - architecture.Length - 1);
        if (TryReadVersion(system, "musllinux_", out (int Major, int Minor) musl))
            return target.LibC != LibC.Glibc && IsThere(target, musl, sameMajor: true);
        if (target.LibC == LibC.Musl || !HasManyLinux(architecture))
            return false;
        bool isIntel = architecture is "x86_64" or "i686";
        (int, int) oldest = isIntel ? (2, 5) : (2, 17);
        (int Major, int Minor)? needed = system switch
        {
            "manylinux1" => (2, 5),
            "manylinux2010" => (2, 12),
            "manylinux2014" => (2, 17),
            _ => TryReadVersion(system, "manylinux_", out (int, int) glibc) ? glibc : null,
        };
        return needed is not null && needed.Value.CompareTo(oldest) >= 0 && IsThere(target, needed.Value, sameMajor: false);
    }

    private static bool HasManyLinux(string architecture) =>
        architecture is "x86_64" or "i686" or "aarch64" or "armv7l" or "ppc64" or "ppc64le" or "s390x" or "loongarch64" or "riscv64";

    private static bool IsThere(WheelTarget target, (int Major, int Minor) needed, bool sameMajor) =>
        target.PlatformVersion is not (int Major, int Minor) version
        || (needed.CompareTo(version) <= 0 && (!sameMajor || needed.Major == version.Major));

    private static bool IsMac(WheelTarget target, string platform)
    {
        if (!platform.StartsWith("macosx_", StringComparison.Ordinal))
            return false;
        string[] parts = platform.Split(['_'], 4);
        if (parts.Length != 4 || !TryReadNumber(parts[1], out int major) || !TryReadNumber(parts[2], out int minor))
            return false;
        // Since macOS 11 tags carry the minor version 0.
        if (major < 10 || (major > 10 && minor != 0))
            return false;
        if (target.PlatformVersion is (int, int) version && (major, minor).CompareTo(version) > 0 && !(major == 10 && version.Item1 > 10))
            return false;
        return FitsMac(target, major, minor, parts[3]);
    }

    private static bool FitsMac(WheelTarget target, int major, int minor, string format)
    {
        // On macOS 11 and later, tags of the ten series reach from 10.4 to 10.16.
        bool onEleven = target.PlatformVersion is not (int, int) version || version.Item1 > 10;
        bool inTenSeries = major > 10 || (onEleven ? minor is >= 4 and <= 16 : minor >= 4);
        return target.Architecture switch
        {
            "x86_64" => inTenSeries && (format is "x86_64" or "intel" or "fat64" or "fat32" or "universal2" or "universal"),
            "arm64" => (major > 10 && (format is "arm64" or "universal2")) || (onEleven && inTenSeries && format == "universal2"),
            _ => format == target.Architecture,
        };
    }

    private static bool TryReadVersion(string system, string prefix, out (int Major, int Minor) version)
    {
        version = default;
        if (!system.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        string[] numbers = system.Substring(prefix.Length).Split('_');
        if (numbers.Length != 2 || !TryReadNumber(numbers[0], out int major) || !TryReadNumber(numbers[1], out int minor))
            return false;
        version = (major, minor);
        return true;
    }

    private static bool TryReadNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 4 && (text.Length == 1 || text[0] != '0')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
