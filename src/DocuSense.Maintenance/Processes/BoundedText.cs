using System.Text;

namespace DocuSense.Maintenance.Processes;

/// <summary>Keeps the beginning and the end of a stream of lines, so that a program that never stops printing costs no more than the limit.</summary>
internal sealed class BoundedText(int limit)
{
    private readonly StringBuilder _head = new();
    private readonly Queue<string> _tail = new();
    private int _tailLength;
    private long _dropped;

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        int half = Math.Max(1, limit / 2);
        if (line.Length > half)
            line = line.Substring(0, half);
        if (_tail.Count == 0 && _dropped == 0 && _head.Length + line.Length < half)
        {
            _head.Append(line).Append('\n');
            return;
        }

        _tail.Enqueue(line);
        _tailLength += line.Length + 1;
        while (_tailLength > half && _tail.Count > 1)
        {
            _tailLength -= _tail.Dequeue().Length + 1;
            _dropped++;
        }
    }

    /// <summary>What was kept, with a line in place of what was not.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_head.ToString());
        if (_dropped > 0)
            text.Append("... ").Append(_dropped).Append(" lines left out ...\n");
        foreach (string line in _tail)
            text.Append(line).Append('\n');
        return text.ToString();
    }
}
