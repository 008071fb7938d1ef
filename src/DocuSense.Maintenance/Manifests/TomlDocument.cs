namespace DocuSense.Maintenance.Manifests;

/// <summary>
/// A TOML 1.0 document. Reads what Python's <c>tomllib</c> reads and refuses what it refuses; every key and value knows its place.
/// </summary>
internal sealed class TomlDocument
{
    /// <summary>Arrays and inline tables may nest this deep.</summary>
    private const int MaximumDepth = 200;

    private readonly TomlCursor _cursor;
    private readonly LineMap _map;
    private int _section = 1;

    private TomlDocument(string text)
    {
        _cursor = new TomlCursor(text);
        _map = new LineMap(text);
    }

    /// <summary>The document's values; what came before the error, where there is one.</summary>
    public TomlValue Root { get; } = new(TomlKind.Table, 0);

    public TomlError? Error => _cursor.Error;

    public string Text => _cursor.Text;

    /// <summary>Reads a document; an error is a value of it, never an exception.</summary>
    public static TomlDocument Parse(string text)
    {
        var document = new TomlDocument(text);
        document.Read();
        return document;
    }

    public SourceSpan Span(int start, int end) => _map.Span(start, end);

    private void Read()
    {
        TomlValue table = Root;
        while (true)
        {
            _cursor.SkipBlanks();
            if (_cursor.AtEnd)
                return;
            if (_cursor.Current == '[')
            {
                if (Header() is not TomlValue next)
                    return;
                table = next;
            }
            else if (_cursor.Current != '#' && _cursor.LineEnd() == 0 && !KeyValue(table))
            {
                return;
            }

            _cursor.SkipBlanks();
            if (!_cursor.SkipComment() || _cursor.AtEnd)
                return;
            int end = _cursor.LineEnd();
            if (end == 0)
            {
                _cursor.Fail("the end of the line is expected here");
                return;
            }

            _cursor.Offset += end;
        }
    }

    /// <summary>Reads <c>[table]</c> or <c>[[array of tables]]</c>; gives the table that the following lines fill.</summary>
    private TomlValue? Header()
    {
        _section++;
        int start = _cursor.Offset;
        bool isArray = _cursor.Peek(1) == '[';
        _cursor.Offset += isArray ? 2 : 1;
        _cursor.SkipBlanks();
        if (Key() is not List<TomlEntry> key)
            return null;
        if (_cursor.Current != ']' || (isArray && _cursor.Peek(1) != ']'))
            return Fail(isArray ? "']]' is expected here" : "']' is expected here");
        _cursor.Offset += isArray ? 2 : 1;

        TomlValue table = Root;
        for (int i = 0; i < key.Count; i++)
        {
            bool last = i == key.Count - 1;
            TomlValue? next = table[key[i].Key];
            if (next is null)
            {
                next = new TomlValue(last && isArray ? TomlKind.Array : TomlKind.Table, key[i].KeyStart) { End = key[i].KeyEnd, IsExplicit = last };
                table.Add(key[i] with { Value = next });
            }
            else if (next.IsFrozen)
            {
                return Fail(start, $"'{ProblemText.Show(key[i].Key)}' was given as a value and cannot be added to");
            }
            else if (last && !isArray && IsClosed(next))
            {
                return Fail(start, $"the table '{ProblemText.Show(key[i].Key)}' is declared twice");
            }

            if (last && isArray)
            {
                if (next.Kind != TomlKind.Array)
                    return Fail(start, $"'{ProblemText.Show(key[i].Key)}' is not an array of tables");
                var element = new TomlValue(TomlKind.Table, start) { End = _cursor.Offset };
                next.Items.Add(element);
                return element;
            }

            if (next.Kind == TomlKind.Array)
                next = next.Items[next.Items.Count - 1];
            if (next.Kind != TomlKind.Table)
                return Fail(start, $"'{ProblemText.Show(key[i].Key)}' has a value already");
            if (last)
                next.IsExplicit = true;
            table = next;
        }

        return table;
    }

    /// <summary>Whether a table was declared by a header, or filled by dotted keys of an earlier section.</summary>
    private bool IsClosed(TomlValue table) => table.IsExplicit || (table.DottedIn != 0 && table.DottedIn != _section);

    private bool KeyValue(TomlValue table)
    {
        int start = _cursor.Offset;
        if (Key() is not List<TomlEntry> key || !EqualsSign())
            return false;
        if (Value(0) is not TomlValue value)
            return false;
        return Descend(table, key, start, _section) is TomlValue target && AddEntry(target, key[key.Count - 1], value);
    }

    /// <summary>Finds or makes the tables that all but the last part of a dotted key name.</summary>
    /// <returns>The innermost; null, with an error at the key, where one may not be added to.</returns>
    private TomlValue? Descend(TomlValue table, List<TomlEntry> key, int start, int section)
    {
        for (int i = 0; i < key.Count - 1; i++)
        {
            TomlValue? next = table[key[i].Key];
            if (next is null)
            {
                next = new TomlValue(TomlKind.Table, key[i].KeyStart) { End = key[i].KeyEnd };
                table.Add(key[i] with { Value = next });
            }
            else if (next.Kind != TomlKind.Table || next.IsFrozen || IsClosed(next))
            {
                return Fail(start, $"'{ProblemText.Show(key[i].Key)}' cannot be added to here");
            }

            next.DottedIn = section;
            table = next;
        }

        return table;
    }

    private bool AddEntry(TomlValue table, TomlEntry key, TomlValue value)
    {
        if (table[key.Key] is not null)
            return _cursor.Fail(key.KeyStart, $"the key '{ProblemText.Show(key.Key)}' is given twice");
        value.IsFrozen = value.Kind is TomlKind.Array or TomlKind.Table;
        table.Add(key with { Value = value });
        return true;
    }

    private bool EqualsSign()
    {
        if (_cursor.Current != '=')
            return _cursor.Fail("'=' is expected after the key");
        _cursor.Offset++;
        _cursor.SkipBlanks();
        return true;
    }

    /// <summary>Reads a key, dotted or not, and the blanks after it.</summary>
    private List<TomlEntry>? Key()
    {
        var parts = new List<TomlEntry>();
        while (true)
        {
            int start = _cursor.Offset;
            string name;
            if (_cursor.Current is '"' or '\'')
            {
                if (TomlStrings.Read(_cursor, allowLines: false) is not TomlValue quoted)
                    return null;
                name = quoted.Text;
            }
            else
            {
                while (_cursor.Current is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-')
                    _cursor.Offset++;
                if (_cursor.Offset == start)
                {
                    _cursor.Fail("a key is expected here");
                    return null;
                }

                name = _cursor.Text.Substring(start, _cursor.Offset - start);
            }

            parts.Add(new TomlEntry(name, start, _cursor.Offset, Root));
            _cursor.SkipBlanks();
            if (_cursor.Current != '.')
                return parts;
            _cursor.Offset++;
            _cursor.SkipBlanks();
        }
    }

    private TomlValue? Value(int depth)
    {
        if (depth > MaximumDepth)
            return Fail("arrays and tables are nested too deep here");
        return _cursor.Current switch
        {
            '"' or '\'' => TomlStrings.Read(_cursor, allowLines: true),
            '[' => ArrayValue(depth),
            '{' => InlineTable(depth),
            _ => TomlScalars.Read(_cursor),
        };
    }

    private TomlValue? ArrayValue(int depth)
    {
        var array = new TomlValue(TomlKind.Array, _cursor.Offset++);
        if (!_cursor.SkipLines())
            return null;
        while (_cursor.Current != ']')
        {
            if (Value(depth + 1) is not TomlValue item)
                return null;
            array.Items.Add(item);
            if (!_cursor.SkipLines())
                return null;
            if (_cursor.Current == ']')
                break;
            if (_cursor.Current != ',')
                return _cursor.AtEnd ? Fail(array.Start, "this array is not closed") : Fail("',' or ']' is expected here");
            _cursor.Offset++;
            if (!_cursor.SkipLines())
                return null;
        }

        array.End = ++_cursor.Offset;
        return array;
    }

    private TomlValue? InlineTable(int depth)
    {
        var table = new TomlValue(TomlKind.Table, _cursor.Offset++);
        _cursor.SkipBlanks();
        if (_cursor.Current == '}')
        {
            table.End = ++_cursor.Offset;
            return table;
        }

        while (true)
        {
            int start = _cursor.Offset;
            if (Key() is not List<TomlEntry> key || !EqualsSign() || Value(depth + 1) is not TomlValue value)
                return null;
            // Within an inline table there are no sections.
            if (Descend(table, key, start, 0) is not TomlValue target)
                return null;
            if (!AddEntry(target, key[key.Count - 1], value))
                return null;
            _cursor.SkipBlanks();
            if (_cursor.Current == '}')
            {
                table.End = ++_cursor.Offset;
                return table;
            }

            if (_cursor.Current != ',')
                return _cursor.AtEnd ? Fail(table.Start, "this table is not closed") : Fail("',' or '}' is expected here");
            _cursor.Offset++;
            _cursor.SkipBlanks();
        }
    }

    private TomlValue? Fail(string message)
    {
        _cursor.Fail(message);
        return null;
    }

    private TomlValue? Fail(int offset, string message)
    {
        _cursor.Fail(offset, message);
        return null;
    }
}
