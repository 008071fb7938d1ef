using System.Runtime.InteropServices;

namespace DocuSense.Maintenance.Standards;

/// <summary>The values a marker is evaluated against (PEP 508's variables).</summary>
public sealed record MarkerEnvironment
{
    public required string ImplementationName { get; init; }
    public required string ImplementationVersion { get; init; }
    public required string OsName { get; init; }
    public required string PlatformMachine { get; init; }
    public required string PlatformPythonImplementation { get; init; }
    public required string PlatformRelease { get; init; }
    public required string PlatformSystem { get; init; }
    public required string PlatformVersion { get; init; }
    public required string PythonFullVersion { get; init; }
    public required string PythonVersion { get; init; }
    public required string SysPlatform { get; init; }

    /// <summary>The environment of a CPython of the given version on the machine that runs this code.</summary>
    /// <param name="pythonFullVersion">For example <c>3.11.7</c>.</param>
    /// <remarks>
    /// The names Python's <c>platform</c> gives are derived from what .NET and <c>/proc</c> tell; on Windows a server edition is
    /// named like the client edition of the same build.
    /// </remarks>
    public static MarkerEnvironment ForThisMachine(string pythonFullVersion)
    {
        string platform = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win32"
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "darwin"
            : "linux";
        (string release, string version) = platform switch
        {
            "win32" => WindowsRelease(RuntimeInformation.OSDescription),
            "darwin" => DarwinRelease(RuntimeInformation.OSDescription),
            _ => (KernelFact("osrelease"), KernelFact("version")),
        };
        return ForPlatform(pythonFullVersion, platform, Machine(platform, RuntimeInformation.OSArchitecture), release, version);
    }

    /// <summary>The environment of a Python on any platform.</summary>
    /// <param name="pythonFullVersion">For example <c>3.11.7</c> or <c>3.14.0rc1</c>.</param>
    /// <param name="sysPlatform"><c>linux</c>, <c>darwin</c>, <c>win32</c>, or another value of Python's <c>sys.platform</c>.</param>
    /// <param name="machine">As Python's <c>platform.machine()</c>: <c>x86_64</c>, <c>arm64</c>, <c>AMD64</c> and so on.</param>
    /// <param name="platformRelease">As Python's <c>platform.release()</c>.</param>
    /// <param name="platformVersion">As Python's <c>platform.version()</c>.</param>
    /// <param name="implementation"><c>cpython</c> or <c>pypy</c>.</param>
    public static MarkerEnvironment ForPlatform(
        string pythonFullVersion, string sysPlatform, string machine, string platformRelease = "", string platformVersion = "", string implementation = "cpython")
    {
        // A build between releases calls itself 3.13.0+, which is no version; packaging completes it in the same way.
        string full = pythonFullVersion.Length > 0 && pythonFullVersion[pythonFullVersion.Length - 1] == '+' ? pythonFullVersion + "local" : pythonFullVersion;
        return new MarkerEnvironment
        {
            ImplementationName = implementation,
            ImplementationVersion = ImplementationVersionOf(full),
            OsName = sysPlatform == "win32" ? "nt" : "posix",
            PlatformMachine = machine,
            PlatformPythonImplementation = implementation switch { "cpython" => "CPython", "pypy" => "PyPy", _ => implementation },
            PlatformRelease = platformRelease,
            PlatformSystem = sysPlatform switch { "win32" => "Windows", "darwin" => "Darwin", "linux" => "Linux", _ => "" },
            PlatformVersion = platformVersion,
            PythonFullVersion = full,
            PythonVersion = MajorMinor(full),
            SysPlatform = sysPlatform,
        };
    }

    /// <summary>The value of a variable by its name in PEP 508, or null for what is no such name.</summary>
    internal string? ValueOf(string variable) => variable switch
    {
        "implementation_name" => ImplementationName,
        "implementation_version" => ImplementationVersion,
        "os_name" => OsName,
        "platform_machine" => PlatformMachine,
        "platform_python_implementation" => PlatformPythonImplementation,
        "platform_release" => PlatformRelease,
        "platform_system" => PlatformSystem,
        "platform_version" => PlatformVersion,
        "python_full_version" => PythonFullVersion,
        "python_version" => PythonVersion,
        "sys_platform" => SysPlatform,
        _ => null,
    };

    internal static string Machine(string sysPlatform, Architecture architecture) => (sysPlatform, architecture) switch
    {
        ("win32", Architecture.X64) => "AMD64",
        ("win32", Architecture.Arm64) => "ARM64",
        ("win32", _) => "x86",
        ("darwin", Architecture.Arm64) => "arm64",
        (_, Architecture.X64) => "x86_64",
        (_, Architecture.X86) => "i686",
        (_, Architecture.Arm64) => "aarch64",
        (_, Architecture.Arm) => "armv7l",
        // Architectures that netstandard2.0 has no name for are called as uname calls them.
        _ => architecture.ToString() switch { "Ppc64le" => "ppc64le", "S390x" => "s390x", "RiscV64" => "riscv64", "LoongArch64" => "loongarch64", _ => "" },
    };

    /// <summary><c>Microsoft Windows 10.0.22631</c> gives <c>11</c> and <c>10.0.22631</c>.</summary>
    internal static (string Release, string Version) WindowsRelease(string description)
    {
        string number = description.Substring(description.TrimEnd().LastIndexOf(' ') + 1).TrimEnd();
        if (!System.Version.TryParse(number, out System.Version? version))
            return ("", "");
        string release = version.Major < 10 ? (version.Major, version.Minor) switch { (6, 3) => "8.1", (6, 2) => "8", (6, 1) => "7", _ => "" }
            : version.Build >= 22000 ? "11"
            : "10";
        return (release, $"{version.Major}.{version.Minor}.{Math.Max(0, version.Build)}");
    }

    /// <summary><c>Darwin 23.2.0 Darwin Kernel Version 23.2.0: …</c> gives <c>23.2.0</c> and the rest.</summary>
    internal static (string Release, string Version) DarwinRelease(string description)
    {
        string[] parts = description.Split([' '], 3);
        return parts.Length == 3 && parts[0] == "Darwin" ? (parts[1], parts[2]) : ("", "");
    }

    private static string KernelFact(string name)
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/" + name).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string MajorMinor(string full)
    {
        if (!PackageVersion.TryParse(full, out PackageVersion? version))
            return full;
        return version.Major.ToString() + "." + version.Minor.ToString();
    }

    /// <summary>As Python writes <c>sys.implementation.version</c> for markers: a release candidate has the one letter <c>c</c>.</summary>
    private static string ImplementationVersionOf(string full)
    {
        int candidate = full.IndexOf("rc", StringComparison.Ordinal);
        return candidate < 0 ? full : full.Remove(candidate, 1);
    }
}
