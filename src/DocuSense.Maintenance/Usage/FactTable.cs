using System.Text;

namespace DocuSense.Maintenance.Usage;

/// <summary>Reads the tables of facts that the engine embeds: a row a line, cells between tabs, <c>#</c> starts a comment line.</summary>
internal static class FactTable
{
    /// <summary>Bytes read at once.</summary>
    private const int Buffer = 1 << 14;

    /// <summary>The rows of a text: their line numbers from 1, and their cells.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Rows(string text) => Rows(new StringReader(text));

    /// <summary>The rows of a table embedded in this assembly, <c>commands.tsv</c>: line by line, as a whole it would be a large object of the collector's.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Embedded(string name) =>
        Rows(new StreamReader(Open(name), Encoding.UTF8, detectEncodingFromByteOrderMarks: false, Buffer));

    /// <summary>The first two cells of an embedded table's rows, in bytes.</summary>
    public static TriggerReader Triggers(string name) => new(Open(name));

    /// <summary>The line of an embedded table that begins at an offset in bytes.</summary>
    public static string LineAt(string name, int start)
    {
        using Stream stream = Open(name);
        stream.Position = start;
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 512);
        return (reader.ReadLine() ?? "").TrimEnd(' ', '\t');
    }

    private static Stream Open(string name)
    {
        string resource = "DocuSense.Maintenance.Usage." + name;
        return typeof(FactTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing from the assembly.");
    }

    private static IEnumerable<(int Line, string[] Cells)> Rows(TextReader reader)
    {
        using (reader)
        {
            int number = 0;
            while (reader.ReadLine() is { } line)
            {
                number++;
                int length = line.Length;
                while (length > 0 && line[length - 1] is ' ' or '\t')
                    length--;
                if (length > 0 && line[0] != '#')
                    yield return (number, (length < line.Length ? line.Substring(0, length) : line).Split('\t'));
            }
        }
    }

    /// <summary>The alternatives of a cell: <c>psycopg2 | psycopg2-binary</c>.</summary>
    public static string[] Alternatives(string cell)
    {
        string[] parts = cell.Split('|');
        for (int index = 0; index < parts.Length; index++)
            parts[index] = parts[index].Trim();
        return parts;
    }

    /// <summary>Reads the first two cells of a table's rows.</summary>
    internal sealed class TriggerReader(Stream stream) : IDisposable
    {
        private byte[] _buffer = new byte[Buffer];
        private int _at;
        private int _end;
        private int _offset;

        /// <summary>Goes on to the next row.</summary>
        /// <param name="trigger">Its first cell, until the next call.</param>
        /// <param name="distributions">Its second cell, until the next call.</param>
        /// <param name="start">Where the row begins, in bytes.</param>
        /// <returns>False at the end.</returns>
        public bool TryNext(out ReadOnlySpan<byte> trigger, out ReadOnlySpan<byte> distributions, out int start)
        {
            while (TryLine(out ReadOnlySpan<byte> line, out start))
            {
                int tab = line.IndexOf((byte)'\t');
                if (tab <= 0 || line[0] == '#')
                    continue;
                trigger = line.Slice(0, tab);
                distributions = line.Slice(tab + 1);
                int second = distributions.IndexOf((byte)'\t');
                if (second >= 0)
                    distributions = distributions.Slice(0, second);
                return true;
            }

            trigger = default;
            distributions = default;
            return false;
        }

        public void Dispose() => stream.Dispose();

        private bool TryLine(out ReadOnlySpan<byte> line, out int start)
        {
            while (true)
            {
                start = _offset + _at;
                int length = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
                if (length >= 0)
                {
                    line = _buffer.AsSpan(_at, length);
                    _at += length + 1;
                    return true;
                }

                if (!TryFill())
                {
                    line = _buffer.AsSpan(_at, _end - _at);
                    _at = _end;
                    return line.Length > 0;
                }
            }
        }

        /// <summary>Moves what is left to the front and reads on; false at the end.</summary>
        private bool TryFill()
        {
            System.Buffer.BlockCopy(_buffer, _at, _buffer, 0, _end - _at);
            _offset += _at;
            _end -= _at;
            _at = 0;
            if (_end == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            int read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read > 0;
        }
    }
}
