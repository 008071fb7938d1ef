namespace DocuSense.Maintenance.Standards;

/// <summary>The C library of a Linux system, as far as it is known.</summary>
public enum LibC
{
    Unknown,
    Glibc,
    Musl,
}

/// <summary>An interpreter on a platform, to judge whether a wheel is usable there (PEP 425, 600, 656).</summary>
public sealed record WheelTarget
{
    /// <summary><c>cpython</c> or <c>pypy</c>.</summary>
    public string Implementation { get; init; } = "cpython";

    /// <summary>The minor version: 11 for Python 3.11.</summary>
    public required int Minor { get; init; }

    /// <summary><c>linux</c>, <c>darwin</c> or <c>win32</c>, as Python's <c>sys.platform</c>.</summary>
    public required string SysPlatform { get; init; }

    /// <summary>The interpreter's own architecture as in tags: <c>x86_64</c>, <c>aarch64</c>, <c>i686</c>, <c>arm64</c>, <c>amd64</c>, <c>win32</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Whether it is a free-threaded build (<c>python3.13t</c>), which has an ABI of its own and no stable ABI.</summary>
    public bool IsFreeThreaded { get; init; }

    /// <summary>Whether it is a debug build, which runs the modules of a normal one too.</summary>
    public bool IsDebug { get; init; }

    /// <summary>Linux only: its C library; where it is unknown, wheels for both are taken as usable.</summary>
    public LibC LibC { get; init; }

    /// <summary>
    /// The version of the C library or of macOS, where known. It cannot be read off an environment's files, so by default it is
    /// null and any version a tag asks for is taken as there: a wheel that is installed was chosen by an installer that knew.
    /// </summary>
    public (int Major, int Minor)? PlatformVersion { get; init; }

    /// <summary>Whether a wheel with these tags is usable: one of them fits.</summary>
    public bool IsCompatible(IEnumerable<WheelTag> tags)
    {
        foreach (WheelTag tag in tags)
        {
            if (IsCompatible(tag))
                return true;
        }

        return false;
    }

    /// <summary>Whether one tag fits the interpreter and the platform.</summary>
    public bool IsCompatible(WheelTag tag)
    {
        bool any = tag.Platform == "any";
        if (!any && !WheelPlatform.IsCompatible(this, tag.Platform))
            return false;
        if (TrySplit(tag.Interpreter, "py", out int minor))
            return tag.Abi == "none" && minor <= Minor;
        return Implementation == "cpython" ? FitsCPython(tag, any) : FitsPyPy(tag, any);
    }

    private bool FitsCPython(WheelTag tag, bool any)
    {
        if (!TrySplit(tag.Interpreter, "cp", out int minor) || minor < 0)
            return false;
        if (any)
            return tag.Abi == "none" && minor == Minor;
        if (tag.Abi == "abi3")
            return !IsFreeThreaded && minor >= 2 && minor <= Minor;
        if (minor != Minor)
            return false;
        string abi = tag.Interpreter + (IsFreeThreaded ? "t" : "");
        // The "m" of pymalloc belonged to the ABI until Python 3.7.
        string full = abi + (IsDebug ? "d" : "") + (Minor < 8 ? "m" : "");
        return tag.Abi == "none" || tag.Abi == full || (IsDebug && Minor >= 8 && tag.Abi == abi);
    }

    private bool FitsPyPy(WheelTag tag, bool any)
    {
        if (any)
            return tag.Interpreter == "pp3" && tag.Abi == "none";
        string version = "3" + Minor.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return tag.Interpreter == "pp" + version
            && (tag.Abi == "none" || tag.Abi.StartsWith("pypy" + version + "_", StringComparison.Ordinal));
    }

    /// <summary>Reads <c>cp311</c> as minor version 11, <c>py3</c> as -1.</summary>
    private static bool TrySplit(string interpreter, string prefix, out int minor)
    {
        minor = -1;
        if (!interpreter.StartsWith(prefix, StringComparison.Ordinal) || interpreter.Length <= prefix.Length || interpreter[prefix.Length] != '3')
            return false;
        string digits = interpreter.Substring(prefix.Length + 1);
        if (digits.Length == 0)
            return true;
        // A minor version is written without leading zeros, and no larger one is possible.
        return digits.Length <= 3 && (digits.Length == 1 || digits[0] != '0')
            && VersionOrder.IsNumber(digits.AsSpan())
            && int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out minor);
    }
}
