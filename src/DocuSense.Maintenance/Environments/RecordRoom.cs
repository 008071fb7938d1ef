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

    public SourceBuffer? Buffer { get; private set; }

    public RecordRows Rows { get; } = new();

    public FileTable Listed { get; } = new();

    /// <summary>A room that nobody else uses, until it is returned.</summary>
    public static RecordRoom Rent()
    {
        lock (s_free)
        {
            RecordRoom room = s_free.Count > 0 ? s_free.Pop() : new RecordRoom();
            room.Buffer = SourceBuffer.Rent();
            return room;
        }
    }

    /// <summary>Hands the room back; what is read into it is not to be used any more.</summary>
    public void Return()
    {
        if (Buffer is null)
            return;
        Buffer.Dispose();
        Buffer = null;
        Rows.Reset(default);
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
            s_free.Clear();
        }
    }
}
