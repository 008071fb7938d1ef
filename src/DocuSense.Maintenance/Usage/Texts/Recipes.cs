namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Reads files whose commands stand on lines of their own: Makefiles, justfiles, Procfiles, Jenkins pipelines.</summary>
internal static class Recipes
{
    /// <summary>Recipes are the lines that start with a tab; what follows <c>target: ;</c> is left out.</summary>
    public static void ReadMakefile(HintSink sink)
    {
        string text = sink.Text;
        int at = 0;
        while (at < text.Length)
        {
            int end = TextLines.EndOfJoined(text, at, text.Length);
            if (text[at] == '\t')
                ReadRecipe(sink, at, end, Dialect.Make);
            at = TextLines.Next(text, end, text.Length);
        }
    }

    /// <summary>Recipes are indented lines; one that starts with <c>#!</c> is in another language.</summary>
    public static void ReadJustfile(HintSink sink)
    {
        string text = sink.Text;
        bool isOther = false;
        bool isFirst = false;
        int at = 0;
        while (at < text.Length)
        {
            int end = TextLines.EndOfJoined(text, at, text.Length);
            if (text[at] is ' ' or '\t')
            {
                int first = TextLines.SkipBlanks(text, at, end);
                if (isFirst && first < end)
                {
                    isOther = TextLines.StartsWith(text, first, end, "#!") && text.AsSpan(first, end - first).IndexOf("sh".AsSpan()) < 0;
                    isFirst = false;
                }

                if (!isOther)
                    ReadRecipe(sink, at, end, Dialect.Posix);
            }
            else if (at < end)
            {
                (isFirst, isOther) = (true, false);
            }

            at = TextLines.Next(text, end, text.Length);
        }
    }

    private static void ReadRecipe(HintSink sink, int start, int end, Dialect dialect)
    {
        string text = sink.Text;
        while (start < end && text[start] is ' ' or '\t' or '@' or '-' or '+')
            start++;
        ShellScript.Read(sink, start, end, dialect);
    }

    /// <summary><c>web: gunicorn main:app</c>.</summary>
    public static void ReadProcfile(HintSink sink)
    {
        string text = sink.Text;
        foreach ((int start, int end) in TextLines.Of(text, 0, text.Length))
        {
            int at = start;
            while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-'))
                at++;
            if (at > start && at < end && text[at] == ':')
                ShellScript.Read(sink, at + 1, end);
        }
    }

    /// <summary>The strings that the steps <c>sh</c>, <c>bat</c>, <c>powershell</c> and <c>pwsh</c> are given.</summary>
    public static void ReadJenkinsfile(HintSink sink)
    {
        string text = sink.Text;
        Dialect? step = null;
        int at = 0;
        while (at < text.Length)
        {
            char character = text[at];
            if (character == '/' && at + 1 < text.Length && text[at + 1] is '/' or '*')
            {
                bool isLine = text[at + 1] == '/';
                int close = isLine ? TextLines.EndOfLine(text, at, text.Length) : text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = close < 0 ? text.Length : isLine ? close : close + 2;
            }
            else if (character is '"' or '\'')
            {
                int close = TextLines.CloseQuote(text, at, text.Length);
                if (close < 0)
                {
                    at = TextLines.EndOfLine(text, at, text.Length);
                    step = null;
                    continue;
                }

                int quotes = TextLines.StartsWith(text, at, close + 1, new string(character, 3)) && close - at >= 5 ? 3 : 1;
                if (step is { } dialect)
                    ShellScript.Read(sink, at + quotes, Math.Max(at + quotes, close + 1 - quotes), dialect);
                step = null;
                at = close + 1;
            }
            else if (char.IsLetter(character) || character == '_')
            {
                int start = at;
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.'))
                    at++;
                step = StepOf(text, start, at) ?? (IsLabel(text, start, at) ? step : null);
            }
            else
            {
                if (!char.IsWhiteSpace(character) && character is not ('(' or ':'))
                    step = null;
                at++;
            }
        }
    }

    private static Dialect? StepOf(string text, int start, int end) => text.Substring(start, Math.Min(end - start, 12)) switch
    {
        "sh" => Dialect.Posix,
        "bat" => Dialect.Batch,
        "powershell" or "pwsh" => Dialect.PowerShell,
        _ => null,
    };

    /// <summary><c>sh(script: '...')</c></summary>
    private static bool IsLabel(string text, int start, int end) => end - start == 6 && TextLines.StartsWith(text, start, end, "script");
}
