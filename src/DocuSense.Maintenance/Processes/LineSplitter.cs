namespace DocuSense.Maintenance.Processes;

/// <summary>Makes lines of the bytes of a stream as they come.</summary>
/// <param name="longest">A longer line is handed on in pieces of that many bytes: a program may print for ever and never end one.</param>
/// <param name="onLine">Is handed each line, without its end.</param>
internal sealed class LineSplitter(int longest, Action<byte[]> onLine)
{
    private readonly List<byte> _line = [];

    /// <summary>Takes the next bytes.</summary>
    public void Add(byte[] buffer, int count)
    {
        int start = 0;
        while (start < count)
        {
            int end = Array.IndexOf(buffer, (byte)'\n', start, count - start);
            int stop = end < 0 ? count : end;
            if (_line.Count == longest && start < stop)
                Flush();
            int length = Math.Min(stop - start, longest - _line.Count);
            _line.AddRange(new ArraySegment<byte>(buffer, start, length));
            start += length;
            if (start != end)
                continue;
            start++;
            Flush();
        }
    }

    /// <summary>Hands on what has no end yet, where there is anything.</summary>
    public void End()
    {
        if (_line.Count > 0)
            Flush();
    }

    private void Flush()
    {
        byte[] line = _line.ToArray();
        _line.Clear();
        onLine(line);
    }
}
