namespace DocuSense.Maintenance.Environments;

/// <summary>One row of RECORD: a path relative to site-packages, with forward slashes, and the size it states.</summary>
/// <param name="Text">The text the path lies in.</param>
/// <param name="Start">Where the path begins in the text.</param>
/// <param name="Length">The path's length.</param>
/// <param name="Size">The size, or -1 where none is stated.</param>
internal readonly record struct RecordRow(char[] Text, int Start, int Length, long Size)
{
    public ReadOnlySpan<char> Path => Text.AsSpan(Start, Length);

    /// <summary>A row that states no size.</summary>
    public static RecordRow Of(string path) => new(path.ToCharArray(), 0, path.Length, -1);
}

/// <summary>
/// The files of a distribution: RECORD of a <c>*.dist-info</c> (PEP 376, PEP 627), <c>installed-files.txt</c> of a <c>*.egg-info</c>.
/// The rows point into a text that is lent until the object is disposed of: all RECORDs of an environment are megabytes.
/// </summary>
internal sealed class RecordFile : IDisposable
{
    private const int OrdinaryRows = 1024;

    /// <summary>More rows are not kept.</summary>
    private const int MaximumRows = 1 << 14;

    /// <summary>Room for the rows of nearly every RECORD, kept for the next one on the same thread.</summary>
    [ThreadStatic]
    private static ValueList<RecordRow>? t_rows;

    private static readonly ValueList<RecordRow> s_none = new();

    private char[]? _rented;

    private RecordFile()
    {
        Rows = t_rows ?? new ValueList<RecordRow>(OrdinaryRows);
        t_rows = null;
    }

    public ValueList<RecordRow> Rows { get; private set; }

    /// <summary>Why the file as a whole is not a RECORD, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The line of the first fault.</summary>
    public int FaultLine { get; private set; } = 1;

    /// <summary>Reads RECORD; null where there is none.</summary>
    public static RecordFile? Read(string path)
    {
        char[]? text = SmallFile.RentText(path, out int length, out string? fault);
        if (text is null && !SmallFile.EntryExists(path))
            return null;
        var record = new RecordFile { Fault = fault, _rented = text };
        if (text is not null)
            record.Parse(text, length);
        return record;
    }

    public void Dispose()
    {
        if (_rented is { } rented)
            System.Buffers.ArrayPool<char>.Shared.Return(rented);
        _rented = null;
        if (Rows.Count <= MaximumRows)
        {
            Rows.Clear();
            t_rows = Rows;
        }

        Rows = s_none;
    }

    /// <summary>Reads <c>installed-files.txt</c>, whose paths are relative to the metadata folder; null where there is none.</summary>
    public static RecordFile? ReadInstalledFiles(string metadataFolder)
    {
        if (SmallFile.ReadText(Path.Combine(metadataFolder, "installed-files.txt"), out _) is not string text)
            return null;
        var record = new RecordFile();
        string name = Path.GetFileName(metadataFolder);
        foreach (string line in text.Split('\n'))
        {
            string file = line.Trim().Replace('\\', '/');
            if (file.Length == 0)
                continue;
            string path = file.StartsWith("../", StringComparison.Ordinal) ? file.Substring(3) : name + "/" + file;
            record.Rows.Add(RecordRow.Of(path));
        }

        return record;
    }

    private void Parse(char[] text, int count)
    {
        // A row is about this long; a list that grows by doubling copies what a large RECORD has many times.
        Rows.Reserve(count / 90 + 4);
        int line = 1;
        int start = count > 0 && text[0] == '\uFEFF' ? 1 : 0;
        while (start < count)
        {
            ReadOnlySpan<char> rest = text.AsSpan(start, count - start);
            int length = rest.IndexOf('\n');
            int next = length < 0 ? count : start + length + 1;
            ReadOnlySpan<char> row = length < 0 ? rest : rest.Slice(0, length);
            if (row.IndexOf('"') >= 0)
                next = ParseQuoted(text, start, count, ref line);
            else
                ParsePlain(text, start, row.TrimEnd('\r'), line);
            line++;
            start = next;
        }

        if (Fault is null && text.AsSpan(0, count).IndexOf('\uFFFD') is >= 0 and int at)
            SetFault("it is not UTF-8", LineOf(text, at));
    }

    private void ParsePlain(char[] text, int start, ReadOnlySpan<char> row, int line)
    {
        if (row.Length == 0)
            return;
        int comma = row.IndexOf(',');
        if (comma < 0)
        {
            Add(text, start, row.Length, default, line);
            return;
        }

        ReadOnlySpan<char> rest = row.Slice(comma + 1);
        int second = rest.IndexOf(',');
        ReadOnlySpan<char> size = second < 0 ? default : rest.Slice(second + 1);
        if (size.IndexOf(',') >= 0)
            SetFault("it has more than three fields", line);
        else
            Add(text, start, comma, size, line);
    }

    /// <summary>A row with quotes, as <c>csv</c> reads it: quoted fields may hold commas, doubled quotes and line ends.</summary>
    private int ParseQuoted(char[] text, int start, int count, ref int line)
    {
        int first = line;
        var fields = new List<string>(3);
        var field = new System.Text.StringBuilder();
        bool quoted = false;
        int index = start;
        for (; index < count; index++)
        {
            char character = text[index];
            if (quoted)
            {
                if (character != '"')
                    field.Append(character);
                else if (index + 1 < count && text[index + 1] == '"')
                    field.Append(text[index++]);
                else
                    quoted = false;
                line += character == '\n' ? 1 : 0;
            }
            else if (character == '"' && field.Length == 0)
            {
                quoted = true;
            }
            else if (character == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (character == '\n')
            {
                break;
            }
            else
            {
                field.Append(character);
            }
        }

        fields.Add(field.ToString().TrimEnd('\r'));
        if (quoted)
            SetFault("a quote is not closed", first);
        else if (fields.Count > 3)
            SetFault("it has more than three fields", first);
        else
            Add(fields[0].ToCharArray(), 0, fields[0].Length, fields.Count == 3 ? fields[2].AsSpan() : default, first);
        return Math.Min(index + 1, count);
    }

    private void Add(char[] text, int start, int length, ReadOnlySpan<char> size, int line)
    {
        if (length == 0)
        {
            SetFault("it names no file", line);
            return;
        }

        long bytes = size.Length == 0 ? -1 : 0;
        foreach (char digit in size)
        {
            if (digit is < '0' or > '9' || bytes > long.MaxValue / 20)
            {
                SetFault("its size is not a number", line);
                bytes = -1;
                break;
            }

            bytes = bytes * 10 + (digit - '0');
        }

        if (text.AsSpan(start, length).IndexOf('\0') >= 0)
            SetFault("it is not a text file", line);
        else
            Rows.Add(new RecordRow(text, start, length, bytes));
    }

    private void SetFault(string fault, int line)
    {
        if (Fault is not null)
            return;
        Fault = fault;
        FaultLine = line;
    }

    private static int LineOf(char[] text, int index)
    {
        int line = 1;
        for (int at = 0; at < index; at++)
            line += text[at] == '\n' ? 1 : 0;
        return line;
    }
}
