namespace DocuSense.Maintenance;

/// <summary>
/// A folder from which entries are asked about, so that the system goes the way to the folder once and not for every entry. It cannot be had everywhere: then
/// it is not open, and knows of no entry.
/// </summary>
internal sealed class OpenFolder : IDisposable
{
    public OpenFolder(string path)
    {
#if NET
        PinnedBytes? name = null;
        if (SystemPaths.HasStatus)
            Descriptor = UnixFile.Open(path, ref name);
#else
        _ = path;
#endif
    }

    public bool IsOpen => Descriptor >= 0;

    /// <summary>The system's number for it; negative where it is not open.</summary>
    public int Descriptor { get; } = -1;

    /// <summary>What an entry is, a link at its end not followed.</summary>
    /// <param name="relative">The way from the folder, with forward slashes, in UTF-8.</param>
    public FileStatus Status(ReadOnlySpan<byte> relative) => IsOpen ? SystemPaths.StatusBelow(Descriptor, relative) : default;

    public void Dispose()
    {
#if NET
        if (IsOpen)
            UnixFile.Close(Descriptor);
#endif
    }
}
