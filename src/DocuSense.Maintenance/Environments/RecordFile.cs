using DocuSense.Maintenance.Sources.Scanning;

namespace DocuSense.Maintenance.Environments;

/// <summary>
/// The files of a distribution: RECORD of a <c>*.dist-info</c> (PEP 376, PEP 627), <c>installed-files.txt</c> of a <c>*.egg-info</c>.
/// The rows are lent until the object is disposed of.
/// </summary>
internal sealed class RecordFile : IDisposable
{
    private readonly RecordRoom _room = RecordRoom.Rent();

    private RecordFile() => _room.Rows.Reset(default);

    public RecordRows Rows => _room.Rows;

    /// <summary>Why the file as a whole is not a RECORD, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The line of the first fault.</summary>
    public int FaultLine { get; private set; } = 1;

    /// <summary>Reads RECORD; null where there is none.</summary>
    public static RecordFile? Read(string path)
    {
        var record = new RecordFile();
        bool isRead = SmallFile.TryRead(path, record._room.Buffer!, out ReadOnlyMemory<byte> text, out string? fault);
        if (!isRead && !SmallFile.EntryExists(path))
        {
            record.Dispose();
            return null;
        }

        record.Fault = fault;
        if (isRead)
            record.Parse(text);
        return record;
    }

    public void Dispose() => _room.Return();

    /// <summary>Whether the files are there, looked for below the folder that their paths are relative to.</summary>
    public InstalledFiles.Census Count(string site, string? prefix) => InstalledFiles.Count(Rows, _room.Listed, site, prefix);

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
            if (file.Length > 0)
                record.Rows.Add(file.StartsWith("../", StringComparison.Ordinal) ? file.Substring(3) : name + "/" + file);
        }

        return record;
    }

    private void Parse(ReadOnlyMemory<byte> content)
    {
        Rows.Reset(content);
        ReadOnlySpan<byte> text = content.Span;
        int line = 1;
        int start = text.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
        while (start < text.Length)
        {
            ReadOnlySpan<byte> rest = text.Slice(start);
            int length = rest.IndexOf((byte)'\n');
            int next = length < 0 ? text.Length : start + length + 1;
            ReadOnlySpan<byte> row = length < 0 ? rest : rest.Slice(0, length);
            if (row.IndexOf((byte)'"') >= 0)
                next = ParseQuoted(text, start, ref line);
            else
                ParsePlain(start, row, line);
            line++;
            start = next;
        }

        if (Fault is null && FirstIllegible(text) is >= 0 and int at)
            SetFault("it is not UTF-8", Bytes.CountNewlines(text.Slice(0, at)) + 1);
    }

    /// <summary>Where the first byte stands that is not UTF-8, or a character that stands for one; -1 for none.</summary>
    private static int FirstIllegible(ReadOnlySpan<byte> text)
    {
        int invalid = Utf8.FirstInvalid(text);
        int replaced = text.IndexOf("\uFFFD"u8);
        return invalid < 0 || (replaced >= 0 && replaced < invalid) ? replaced : invalid;
    }

    private void ParsePlain(int start, ReadOnlySpan<byte> row, int line)
    {
        while (row.Length > 0 && row[row.Length - 1] == '\r')
            row = row.Slice(0, row.Length - 1);
        if (row.Length == 0)
            return;
        int comma = row.IndexOf((byte)',');
        ReadOnlySpan<byte> path = comma < 0 ? row : row.Slice(0, comma);
        ReadOnlySpan<byte> rest = comma < 0 ? default : row.Slice(comma + 1);
        int second = rest.IndexOf((byte)',');
        ReadOnlySpan<byte> size = second < 0 ? default : rest.Slice(second + 1);
        if (size.IndexOf((byte)',') >= 0)
            SetFault("it has more than three fields", line);
        else if (IsRow(path, size, line, out long bytes))
            Rows.Add(start, path.Length, bytes);
    }

    /// <summary>A row with quotes, as <c>csv</c> reads it: quoted fields may hold commas, doubled quotes and line ends.</summary>
    private int ParseQuoted(ReadOnlySpan<byte> text, int start, ref int line)
    {
        int first = line;
        var fields = new List<byte[]>(3);
        using var field = new MemoryStream();
        bool quoted = false;
        int index = start;
        for (; index < text.Length; index++)
        {
            byte character = text[index];
            if (quoted)
            {
                if (character != '"')
                    field.WriteByte(character);
                else if (index + 1 < text.Length && text[index + 1] == '"')
                    field.WriteByte(text[index++]);
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
                fields.Add(field.ToArray());
                field.SetLength(0);
            }
            else if (character == '\n')
            {
                break;
            }
            else
            {
                field.WriteByte(character);
            }
        }

        byte[] last = field.ToArray();
        int length = last.Length;
        while (length > 0 && last[length - 1] == '\r')
            length--;
        fields.Add(last.AsSpan(0, length).ToArray());
        if (quoted)
            SetFault("a quote is not closed", first);
        else if (fields.Count > 3)
            SetFault("it has more than three fields", first);
        else if (IsRow(fields[0], fields.Count == 3 ? fields[2] : default, first, out long bytes))
            Rows.Add(fields[0], bytes);
        return Math.Min(index + 1, text.Length);
    }

    /// <summary>Whether the fields make a row; what is wrong with them is noted.</summary>
    private bool IsRow(ReadOnlySpan<byte> path, ReadOnlySpan<byte> size, int line, out long bytes)
    {
        bytes = -1;
        if (path.Length == 0)
        {
            SetFault("it names no file", line);
            return false;
        }

        bytes = SizeOf(size, line);
        if (path.IndexOf((byte)0) < 0)
            return true;
        SetFault("it is not a text file", line);
        return false;
    }

    private long SizeOf(ReadOnlySpan<byte> size, int line)
    {
        long bytes = size.Length == 0 ? -1 : 0;
        foreach (byte digit in size)
        {
            if (digit is < (byte)'0' or > (byte)'9' || bytes > long.MaxValue / 20)
            {
                SetFault("its size is not a number", line);
                return -1;
            }

            bytes = bytes * 10 + (digit - '0');
        }

        return bytes;
    }

    private void SetFault(string fault, int line)
    {
        if (Fault is not null)
            return;
        Fault = fault;
        FaultLine = line;
    }
}
