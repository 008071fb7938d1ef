namespace DocuSense.Maintenance.Standards;

/// <summary>Parses the grammar of PEP 508: <c>name[extras] (specifiers) ; marker</c> or <c>name[extras] @ url ; marker</c>.</summary>
internal sealed class RequirementParser(string text)
{
    private int _position;

    /// <summary>What was wrong, or null.</summary>
    public ParseError? Error { get; private set; }

    public Requirement? Parse()
    {
        SkipBlanks();
        int nameLength = PackageName.Scan(text.AsSpan(), _position);
        if (nameLength == 0)
            return Fail<Requirement>("expected the name of a package");
        var name = new TextRange(_position, nameLength);
        _position += nameLength;
        int afterName = _position;
        SkipBlanks();

        string[] extraNames = [];
        var extras = new TextRange(afterName, 0);
        if (Current == '[')
        {
            int opening = _position;
            if (ParseExtras() is not string[] parsed)
                return null;
            extraNames = parsed;
            extras = new TextRange(opening, _position - opening);
        }

        int insertion = _position = extras.IsEmpty ? afterName : extras.End;
        SkipBlanks();
        var url = new TextRange(insertion, 0);
        var specifier = new TextRange(insertion, 0);
        SpecifierSet set = SpecifierSet.Any;
        if (Current == '@')
        {
            if (!TryParseUrl(out url))
                return null;
        }
        else
        {
            int start = _position;
            if (ParseSpecifiers(out int end) is not SpecifierSet parsed)
                return null;
            set = parsed;
            if (end > start)
                specifier = new TextRange(start, end - start);
        }

        int beforeMarker = Math.Max(insertion, Math.Max(url.End, specifier.End));
        if (!TryParseMarker(url.IsEmpty ? AfterSpecifiers(set) : "a blank and ';', or the end, after the URL", out Marker? marker, out TextRange markerRange))
            return null;
        if (marker is null)
            markerRange = new TextRange(beforeMarker, 0);
        return new Requirement(
            name.Of(text), extraNames, set, url.IsEmpty ? null : url.Of(text), marker, new RequirementRanges(name, extras, specifier, url, markerRange));
    }

    private static string AfterSpecifiers(SpecifierSet set) => set.Specifiers.Count == 0
        ? "a version specifier such as '>=1.0', extras in '[ ]', '@' and a URL, ';' and a marker, or the end, after the name"
        : "a comma, ';' and a marker, or the end, after the version";

    private string[]? ParseExtras()
    {
        int opening = _position++;
        SkipBlanks();
        var extras = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            int length = PackageName.Scan(text.AsSpan(), _position);
            if (length == 0 && (extras.Count > 0 || Current != ']'))
                return Fail<string[]>(Current == '\0' ? "expected a closing ']' for the extras" : "expected the name of an extra");
            if (length > 0)
            {
                string extra = text.Substring(_position, length);
                if (seen.Add(extra))
                    extras.Add(extra);
            }

            _position += length;
            SkipBlanks();
            if (Current == ']')
            {
                _position++;
                return [.. extras];
            }

            if (Current != ',')
            {
                return Fail<string[]>(_position >= text.Length ? $"expected a closing ']' for the '[' at {opening + 1}"
                    : "expected a comma or ']' after the name of an extra");
            }

            _position++;
            SkipBlanks();
        }
    }

    private bool TryParseUrl(out TextRange url)
    {
        _position++;
        SkipBlanks();
        int start = _position;
        while (_position < text.Length && text[_position] is not (' ' or '\t'))
            _position++;
        url = new TextRange(start, _position - start);
        if (!url.IsEmpty)
            return true;
        Fail<Requirement>("expected a URL after '@'");
        return false;
    }

    /// <summary>Reads the clauses up to what is none, with or without parentheses around them.</summary>
    private SpecifierSet? ParseSpecifiers(out int end)
    {
        end = _position;
        bool inParentheses = Current == '(';
        if (inParentheses)
            _position++;
        SkipBlanks();
        var specifiers = new List<Specifier>();
        while (Specifier.TryScanOperator(text.AsSpan(), _position, out _, out _))
        {
            if (!TryParseClause(specifiers, out end))
                return null;
            if (Current != ',')
                break;
            end = ++_position;
            SkipBlanks();
        }

        if (inParentheses)
        {
            if (Current != ')')
                return Fail<SpecifierSet>(specifiers.Count == 0 ? "expected a version specifier such as '>=1.0', or ')'" : "expected a comma or ')' after the version");
            end = ++_position;
        }

        return SpecifierSet.Create(specifiers);
    }

    private bool TryParseClause(List<Specifier> specifiers, out int end)
    {
        int start = _position;
        ReadOnlySpan<char> source = text.AsSpan();
        bool found = Specifier.TryScan(source, ref _position, out Specifier.Scanned scanned, out ParseError? error);
        end = _position;
        if (found)
            error = Specifier.Unexpected(source, end, scanned.Kind);
        if (error is null && scanned.Kind == SpecifierOperator.Identical)
        {
            // The text after === runs to the next blank, commas and all; packaging then splits it like any other set.
            SpecifierSet.TryParseInto(specifiers, source.Slice(start, end - start), start, out error);
        }
        else if (error is null)
        {
            specifiers.Add(scanned.Create(source));
        }

        Error = error;
        SkipBlanks();
        return error is null;
    }

    /// <summary>Reads what may follow: nothing, or a semicolon and a marker.</summary>
    private bool TryParseMarker(string expected, out Marker? marker, out TextRange range)
    {
        marker = null;
        range = default;
        int before = _position;
        SkipBlanks();
        if (MarkerParser.IsEnd(text, _position))
            return true;
        if (Current != ';')
        {
            Fail<Requirement>("expected " + expected);
            return false;
        }

        int start = before = _position + 1;
        while (start < text.Length && text[start] is ' ' or '\t')
            start++;
        var parser = new MarkerParser(text, before);
        marker = parser.Parse();
        if (marker is not null && !parser.AtEnd)
            parser.Fail("expected 'and', 'or' or the end after the marker");
        if (parser.Error is not null)
        {
            Error = parser.Error;
            return false;
        }

        int end = parser.Position;
        while (end > start && text[end - 1] is ' ' or '\t')
            end--;
        range = new TextRange(start, end - start);
        return true;
    }

    private char Current => _position < text.Length ? text[_position] : '\0';

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            _position++;
    }

    private T? Fail<T>(string message)
        where T : class
    {
        Error ??= new ParseError(Math.Min(_position, text.Length), message);
        return null;
    }
}
