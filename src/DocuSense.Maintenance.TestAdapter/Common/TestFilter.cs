namespace DocuSense.Maintenance.TestAdapter;

/// <summary>
/// A filter as <c>dotnet test --filter</c> takes it, the same for both runners: conditions <c>Name=value</c>, <c>!=</c>, <c>~</c> (contains), <c>!~</c>, joined by
/// <c>&amp;</c> and <c>|</c>, in parentheses where needed; <c>&amp;</c> binds tighter. A bare value means <c>FullyQualifiedName~value</c>, and a backslash makes the
/// next character an ordinary one. Names and values ignore case.
/// </summary>
/// <remarks>VSTest's own reader refuses a whole run for a name it was not told of, and <c>Category</c> may well mean something to the other projects of a solution.</remarks>
internal sealed class TestFilter
{
    // More parentheses within one another than this are no filter that a person wrote; each costs stack.
    private const int MaximalDepth = 200;

    private readonly string _text;
    private int _at;
    private int _depth;

    private TestFilter(string text) => _text = text;

    /// <summary>Reads a filter.</summary>
    /// <returns>What decides about a test, given the values that it has for a name: none for a name it does not know.</returns>
    /// <exception cref="FormatException">It is no filter; the message says why.</exception>
    public static Func<Func<string, IReadOnlyList<string>>, bool> Parse(string text)
    {
        var filter = new TestFilter(text);
        Func<Func<string, IReadOnlyList<string>>, bool> decide = filter.Any();
        return filter._at == text.Length ? decide : throw filter.Problem("there is a ')' too many");
    }

    private Func<Func<string, IReadOnlyList<string>>, bool> Any()
    {
        List<Func<Func<string, IReadOnlyList<string>>, bool>> parts = [All()];
        while (Take('|'))
            parts.Add(All());
        return values => parts.Exists(part => part(values));
    }

    private Func<Func<string, IReadOnlyList<string>>, bool> All()
    {
        List<Func<Func<string, IReadOnlyList<string>>, bool>> parts = [One()];
        while (Take('&'))
            parts.Add(One());
        return values => parts.TrueForAll(part => part(values));
    }

    private Func<Func<string, IReadOnlyList<string>>, bool> One()
    {
        if (!Take('('))
            return Condition();
        if (++_depth > MaximalDepth)
            throw Problem("it has too many parentheses");
        Func<Func<string, IReadOnlyList<string>>, bool> inner = Any();
        _depth--;
        return Take(')') ? inner : throw Problem("a ')' is missing");
    }

    private Func<Func<string, IReadOnlyList<string>>, bool> Condition()
    {
        string name = Word(beforeOperator: true);
        if (_at == _text.Length || _text[_at] is '&' or '|' or '(' or ')')
        {
            if (name.Length == 0)
                throw Problem("a condition is missing");
            return values => Holds(values("FullyQualifiedName"), name, contains: true);
        }

        bool negated = Take('!');
        bool contains = Take('~');
        if (!contains && !Take('='))
            throw Problem("'!' stands without '=' or '~'");
        string value = Word(beforeOperator: false);
        if (name.Length == 0 || value.Length == 0)
            throw Problem("a condition needs a name and a value");
        return values => Holds(values(name), value, contains) != negated;
    }

    private static bool Holds(IReadOnlyList<string> values, string wanted, bool contains)
    {
        foreach (string value in values)
        {
            if (contains ? value.Contains(wanted, StringComparison.OrdinalIgnoreCase) : value.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private string Word(bool beforeOperator)
    {
        var word = new System.Text.StringBuilder();
        int kept = 0;
        for (SkipSpace(); _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == '\\' && _at + 1 < _text.Length)
            {
                word.Append(_text[++_at]);
                kept = word.Length;
                continue;
            }

            if (c is '&' or '|' or '(' or ')' || (beforeOperator && c is '=' or '~' or '!'))
                break;
            word.Append(c);
            if (!char.IsWhiteSpace(c))
                kept = word.Length;
        }

        return word.ToString(0, kept);
    }

    private bool Take(char wanted)
    {
        SkipSpace();
        if (_at == _text.Length || _text[_at] != wanted)
            return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private FormatException Problem(string what) => new($"The filter '{_text}' cannot be read: {what}.");
}
