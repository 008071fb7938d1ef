namespace DocuSense.Maintenance.Standards;

/// <summary>An environment marker as PEP 508 defines it.</summary>
public sealed class Marker
{
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Marker? marker, out ParseError? error) =>
        throw new NotSupportedException(text);

    /// <summary>Whether the marker holds in the environment with one extra active; pass an empty string for none.</summary>
    public bool Evaluate(MarkerEnvironment environment, string extra = "") => throw new NotSupportedException();

    /// <summary>Whether the marker mentions the variable <c>extra</c>.</summary>
    public bool UsesExtra => throw new NotSupportedException();

    /// <summary>The normal form as <c>packaging</c> prints it.</summary>
    public override string ToString() => throw new NotSupportedException();
}

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
    public static MarkerEnvironment ForThisMachine(string pythonFullVersion) => throw new NotSupportedException(pythonFullVersion);
}

/// <summary>Why a text could not be parsed, and where.</summary>
/// <param name="Position">Offset of the first offending character, from 0.</param>
/// <param name="Message">One sentence: what was expected.</param>
public sealed record ParseError(int Position, string Message);
