namespace DocuSense.Maintenance.Maintenance;

/// <summary>Why a verb cannot go on: a finding with its code, in words for a person. Nothing was left half done.</summary>
public sealed class MaintenanceException : Exception
{
    /// <param name="code">A code of the catalogue.</param>
    /// <param name="message">One or two plain sentences.</param>
    public MaintenanceException(string code, string message)
        : base(message) => Code = code;

    /// <param name="code">A code of the catalogue.</param>
    /// <param name="message">One or two plain sentences.</param>
    /// <param name="inner">What caused it.</param>
    public MaintenanceException(string code, string message, Exception inner)
        : base(message, inner) => Code = code;

    /// <summary>The diagnostic code.</summary>
    public string Code { get; }

    /// <summary>Absolute path of the file a person would edit; null for none.</summary>
    public string? File { get; init; }
}
