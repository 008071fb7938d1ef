namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// Keeps the garbage collector from running while a check does. The heap of a build that has just begun is small, and so is what may be allocated before it is
/// collected; a collection then marks all that MSBuild holds, which takes as long as half the check.
/// </summary>
internal sealed class CollectionPause : IDisposable
{
#if NET
    /// <summary>What a check of a thousand modules allocates. Set aside, not used: only what is allocated takes memory.</summary>
    private const long Bytes = 48L << 20;

    private readonly bool _isMine;
#endif

    private CollectionPause()
    {
#if NET
        try
        {
            _isMine = GC.TryStartNoGCRegion(Bytes, disallowFullBlockingGC: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Another one pauses it already, or no heap here is that large.
        }
#endif
    }

    /// <summary>Begins a pause; it ends by itself where more is allocated. Does nothing where there is no such thing.</summary>
    public static CollectionPause Begin() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
#if NET
        if (!_isMine)
            return;
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
#endif
    }
}
