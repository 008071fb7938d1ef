using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Environments;

/// <summary>
/// What it takes to read a list of files and look for them. A check reads a hundred, two at a time: two of these serve all, so that the lists, which are
/// megabytes, are read into memory that is there.
/// </summary>
internal sealed class RecordRoom
{
    private static readonly Stack<RecordRoom> s_free = new();

    private RecordRoom()
    {
    }

    public SourceBuffer Buffer { get; } = SourceBuffer.Rent();

    public RecordRows Rows { get; } = new();

    public PathTable Listed { get; } = new();

    /// <summary>A room that nobody else uses, until it is returned.</summary>
    public static RecordRoom Rent()
    {
        lock (s_free)
        {
            return s_free.Count > 0 ? s_free.Pop() : new RecordRoom();
        }
    }

    public void Return()
    {
        lock (s_free)
        {
            s_free.Push(this);
        }
    }

    /// <summary>Gives up those that nobody uses: the process may live on for long.</summary>
    public static void Release()
    {
        lock (s_free)
        {
            while (s_free.Count > 0)
                s_free.Pop().Buffer.Dispose();
        }
    }
}
