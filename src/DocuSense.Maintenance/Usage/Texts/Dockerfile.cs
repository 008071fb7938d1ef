namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Reads container files: what RUN, CMD, ENTRYPOINT and HEALTHCHECK run, in shell and exec form.</summary>
internal static class Dockerfile
{
    public static void Read(HintSink sink)
    {
        string text = sink.Text;
        List<Word> entryPoint = [];
        int at = 0;
        while (at < text.Length)
        {
            int lineEnd = TextLines.EndOfLine(text, at, text.Length);
            int first = TextLines.SkipBlanks(text, at, lineEnd);
            if (first == lineEnd || text[first] == '#')
            {
                at = TextLines.Next(text, lineEnd, text.Length);
                continue;
            }

            int end = EndOfInstruction(text, at);
            end = EndOfDocuments(text, first, end);
            ReadInstruction(sink, first, end, ref entryPoint);
            at = TextLines.Next(text, end, text.Length);
        }
    }

    /// <summary>An instruction goes on after a backslash (a backquote on Windows); comment and empty lines in between are no part of it.</summary>
    private static int EndOfInstruction(string text, int at)
    {
        int end = TextLines.EndOfLine(text, at, text.Length);
        while (end < text.Length)
        {
            int last = TextLines.TrimEnd(text, at, end);
            int first = TextLines.SkipBlanks(text, at, end);
            bool passes = first == end || text[first] == '#';
            if (!passes && (last <= first || text[last - 1] is not ('\\' or '`')))
                break;
            at = TextLines.Next(text, end, text.Length);
            end = TextLines.EndOfLine(text, at, text.Length);
        }

        return end;
    }

    /// <summary>Here-documents of an instruction (<c>RUN &lt;&lt;EOF</c>) belong to it.</summary>
    private static int EndOfDocuments(string text, int start, int end)
    {
        int mark = start;
        int result = end;
        while ((mark = text.IndexOf("<<", mark, end - mark, StringComparison.Ordinal)) >= 0)
        {
            int at = mark + 2;
            if (at < end && text[at] == '-')
                at++;
            bool isQuoted = at < end && text[at] is '"' or '\'';
            if (isQuoted)
                at++;
            int from = at;
            while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                at++;
            mark = at;
            if (at == from)
                continue;
            string delimiter = text.Substring(from, at - from);
            int lineStart = TextLines.Next(text, result, text.Length);
            result = text.Length;
            while (lineStart < text.Length)
            {
                int lineEnd = TextLines.EndOfLine(text, lineStart, text.Length);
                if (text.AsSpan(lineStart, lineEnd - lineStart).Trim().SequenceEqual(delimiter.AsSpan()))
                {
                    result = lineEnd;
                    break;
                }

                lineStart = TextLines.Next(text, lineEnd, text.Length);
            }
        }

        return result;
    }

    private static void ReadInstruction(HintSink sink, int start, int end, ref List<Word> entryPoint)
    {
        string text = sink.Text;
        int at = start;
        while (at < end && char.IsLetter(text[at]))
            at++;
        string instruction = text.Substring(start, at - start).ToUpperInvariant();
        switch (instruction)
        {
            case "FROM":
                entryPoint = [];
                break;
            case "RUN":
            case "CMD":
            case "ENTRYPOINT":
                ReadCommand(sink, SkipOptions(text, at, end), end, instruction, ref entryPoint);
                break;
            case "HEALTHCHECK":
            case "ONBUILD":
                at = SkipOptions(text, at, end);
                int word = at;
                while (word < end && char.IsLetter(text[word]))
                    word++;
                if (text.Substring(at, word - at).ToUpperInvariant() is "CMD" or "RUN")
                {
                    List<Word> none = [];
                    ReadCommand(sink, word, end, "RUN", ref none);
                }

                break;
        }
    }

    /// <summary><c>--mount=type=cache,target=/root/.cache</c>, <c>--interval=30s</c>.</summary>
    private static int SkipOptions(string text, int at, int end)
    {
        while (true)
        {
            while (at < end && (char.IsWhiteSpace(text[at]) || (text[at] is '\\' or '`' && at + 1 < end && text[at + 1] is '\n' or '\r')))
                at++;
            if (!TextLines.StartsWith(text, at, end, "--"))
                return at;
            while (at < end && !char.IsWhiteSpace(text[at]))
                at++;
        }
    }

    private static void ReadCommand(HintSink sink, int start, int end, string instruction, ref List<Word> entryPoint)
    {
        string text = sink.Text;
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        if (start == end)
            return;
        if (text[start] != '[' || text.IndexOf(']', start, end - start) < 0)
        {
            ShellScript.Read(sink, start, end, folded: true);
            return;
        }

        List<Word> words = TextLines.Items(text, start, end, bareWords: false);
        if (instruction == "CMD" && entryPoint.Count > 0)
        {
            // The arguments of the entry point, unless that is a script which runs them.
            if (IsScript(entryPoint))
                ShellScript.Read(sink, words);
            else
                ShellScript.Read(sink, [.. entryPoint, .. words]);
            return;
        }

        if (instruction == "ENTRYPOINT")
            entryPoint = words;
        ShellScript.Read(sink, words);
    }

    private static bool IsScript(List<Word> words)
    {
        foreach (Word word in words)
        {
            if (word.Value.EndsWith(".sh", StringComparison.Ordinal) || word.Value.StartsWith("./", StringComparison.Ordinal) || word.Value.IndexOf("entrypoint", StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }
}
