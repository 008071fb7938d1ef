using System.Globalization;
using System.Text;

namespace DocuSense.Maintenance.Testing;

/// <summary>The beginning and the end of what a process prints, whatever lies between. Safe for a reader beside the writer.</summary>
internal sealed class BoundedOutput
{
    private const int Limit = 16384;

    private static readonly UTF8Encoding _utf8 = new(false, throwOnInvalidBytes: false);

    private readonly object _gate = new();
    private readonly List<byte> _head = [];
    private byte[] _tail = [];
    private long _dropped;

    public void Add(byte[] buffer, int count)
    {
        lock (_gate)
        {
            int first = (int)Math.Min(count, Limit - _head.Count);
            _head.AddRange(new ArraySegment<byte>(buffer, 0, first));
            if (first == count)
                return;
            int rest = count - first;
            byte[] joined = new byte[_tail.Length + rest];
            _tail.CopyTo(joined, 0);
            Array.Copy(buffer, first, joined, _tail.Length, rest);
            int over = Math.Max(0, joined.Length - Limit);
            _dropped += over;
            _tail = over == 0 ? joined : joined.AsSpan(over).ToArray();
        }
    }

    /// <summary>The text so far.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            string head = _utf8.GetString(_head.ToArray());
            string middle = _dropped == 0 ? "" : string.Format(CultureInfo.InvariantCulture, "\n[... {0} bytes ...]\n", _dropped);
            return head + middle + _utf8.GetString(_tail);
        }
    }
}
