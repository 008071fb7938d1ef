using System.Text;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Files one after another, made text only where that is needed; each thread has its own.</summary>
internal sealed class FileText : IDisposable
{
    /// <summary>ISO 8859-1: a character for every byte.</summary>
    private const int Latin1 = 28591;

    private readonly SourceBuffer _buffer = SourceBuffer.Rent();
    private readonly List<string> _terms = [];
    private ReadOnlyMemory<byte> _bytes;
    private bool[] _marks = [];
    private bool _isBinary;
    private string? _text;

    /// <summary>The file's text; of a binary one with a character for every byte, so that the names in a program are found.</summary>
    public string Text => _text ??= Decode();

    /// <summary>Reads a file; false where it cannot be read.</summary>
    public bool TryRead(string path, bool isBinary)
    {
        _text = null;
        _isBinary = isBinary;
        try
        {
            return _buffer.TryRead(path, out _bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The words that may stand in the file; until the next call.</summary>
    public List<string> TermsOf(TermFilter filter)
    {
        _terms.Clear();
        if (_marks.Length != filter.Terms.Length)
            _marks = new bool[filter.Terms.Length];
        bool isWide = !_isBinary && IsWide(_bytes.Span);
        if (!isWide && !filter.Mark(_bytes.Span, _marks))
            return _terms;
        for (int index = 0; index < _marks.Length; index++)
        {
            if (isWide || _marks[index])
                _terms.Add(filter.Terms[index]);
        }

        return _terms;
    }

    public void Dispose() => _buffer.Dispose();

    private string Decode()
    {
        byte[] bytes = _bytes.ToArray();
        if (_isBinary)
            return Encoding.GetEncoding(Latin1).GetString(bytes);
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Whether a byte order mark declares an encoding that does not hold ASCII: UTF-16 or UTF-32, in either order of bytes.</summary>
    private static bool IsWide(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 1 && (bytes[0] == 0xFF && bytes[1] == 0xFE || bytes[0] == 0xFE && bytes[1] == 0xFF)
        || bytes.Length > 3 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0xFE && bytes[3] == 0xFF;
}
