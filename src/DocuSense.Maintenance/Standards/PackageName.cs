namespace DocuSense.Maintenance.Standards;

/// <summary>Names of distributions and extras: PEP 503 normalisation, PEP 508 and PEP 685 validity.</summary>
public static class PackageName
{
    /// <summary>The PEP 503 normal form: lower case, each run of <c>-</c>, <c>_</c> and <c>.</c> as one <c>-</c>.</summary>
    public static string Normalize(string name) => throw new NotSupportedException(name);

    /// <summary>Whether the text is a valid distribution or extra name (PEP 508 identifier).</summary>
    public static bool IsValid(string name) => throw new NotSupportedException(name);
}
