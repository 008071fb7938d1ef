using System.Globalization;
using System.Text;

namespace DocuSense.Maintenance.Processes;

/// <summary>The beginning and the end of what a process prints, whatever lies between, so that one that never stops printing costs no more. Safe for a reader beside the writer.</summary>
/// <param name="limit">How many bytes are kept: half of it is the beginning, half the end.</param>
internal sealed class BoundedOutput(int limit)
{
    private static readonly UTF8Encoding _utf8 = new(false, throwOnInvalidBytes: false);

    private readonly object _gate = new();
    private readonly int _half = Math.Max(1, limit / 2);
    private readonly List<byte> _head = [];
    private readonly List<byte> _tail = [];
    private long _dropped;

    /// <summary>Adds bytes, which need not end with a character or a line.</summary>
    public void Add(byte[] buffer, int count)
    {
        lock (_gate)
        {
            int first = Math.Min(count, _half - _head.Count);
            _head.AddRange(new ArraySegment<byte>(buffer, 0, first));
            if (count - first > _half)
            {
                _dropped += _tail.Count + count - first - _half;
                _tail.Clear();
                first = count - _half;
            }

            _tail.AddRange(new ArraySegment<byte>(buffer, first, count - first));
            // Not at each call, or many short ones would each move all of it.
            if (_tail.Count > 2L * _half)
                Trim();
        }
    }

    /// <summary>Adds a line, and its end.</summary>
    public void AddLine(string line)
    {
        byte[] bytes = _utf8.GetBytes(line + "\n");
        Add(bytes, bytes.Length);
    }

    /// <summary>The text so far, UTF-8, with a line in place of what was left out.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            if (_tail.Count > _half)
                Trim();
            string head = _utf8.GetString(_head.ToArray());
            string middle = _dropped == 0 ? "" : string.Format(CultureInfo.InvariantCulture, "\n[... {0} bytes ...]\n", _dropped);
            return head + middle + _utf8.GetString(_tail.ToArray());
        }
    }

    private void Trim()
    {
        int over = _tail.Count - _half;
        _dropped += over;
        _tail.RemoveRange(0, over);
    }
}
