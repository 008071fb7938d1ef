namespace DocuSense.Maintenance.Environments;

/// <summary>The top-level names of Python's standard library.</summary>
public static class StandardLibrary
{
    /// <summary>The oldest minor version with a table of its own.</summary>
    public const int OldestMinor = 8;

    /// <summary>The newest minor version with a table of its own.</summary>
    public const int NewestMinor = 14;

    /// <summary>Whether the top-level module belongs to the standard library of Python 3.<paramref name="minor"/>.</summary>
    public static bool Contains(string topLevelModule, int minor) => throw new NotSupportedException();
}
