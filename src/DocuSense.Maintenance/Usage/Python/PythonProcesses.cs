using DocuSense.Maintenance.Usage.Texts;

namespace DocuSense.Maintenance.Usage.Python;

/// <summary>Reads the literal arguments of calls that run commands: <c>subprocess.run(["alembic", "upgrade"])</c>, <c>os.system("...")</c>.</summary>
internal sealed class PythonProcesses(HintSink sink, ValueList<PythonToken> tokens)
{
    private const int MaximumTokens = 2000;

    /// <summary>Functions whose first argument is a list of words, or one string.</summary>
    private static readonly HashSet<string> _runs = new(StringComparer.Ordinal)
    {
        "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen", "subprocess.getoutput", "subprocess.getstatusoutput", "os.system", "os.popen", "shlex.split",
        "asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell", "anyio.run_process", "anyio.open_process", "trio.run_process", "invoke.run",
    };

    /// <summary>Functions whose arguments are the words.</summary>
    private static readonly HashSet<string> _spreads = new(StringComparer.Ordinal)
    {
        "asyncio.create_subprocess_exec", "asyncio.subprocess.create_subprocess_exec", "os.execl", "os.execlp", "os.execv", "os.execvp", "os.execve", "os.execvpe", "os.spawnlp", "os.spawnvp", "os.spawnv", "os.posix_spawn", "os.posix_spawnp",
    };

    private readonly string _text = sink.Text;

    /// <summary>Reads a call of a function by its full name; other names are passed over.</summary>
    public void Read(string path, int last)
    {
        int open = last + 1;
        if (open + 1 >= tokens.Count || !IsSign(open, '('))
            return;
        if (_runs.Contains(path))
        {
            int first = open + 1;
            if (tokens[first].Kind == PythonTokenKind.Name && Is(first, "args") && IsSign(first + 1, '='))
                first += 2;
            if (IsSign(first, '[') || IsSign(first, '('))
                ReadWords(first, first + 1, isInner: true);
            else if (first < tokens.Count && tokens[first].Kind == PythonTokenKind.String)
                ReadScript(first);
        }
        else if (_spreads.Contains(path))
        {
            ReadWords(open, open + 1);
        }
    }

    /// <summary><c>session.run("pytest", "-q")</c> of nox, whose arguments are words, and <c>c.run("pytest -q")</c> of invoke.</summary>
    public void ReadRun(int run, bool isScript)
    {
        if (!IsSign(run + 1, '(') || run + 2 >= tokens.Count)
            return;
        if (!isScript)
            ReadWords(run + 1, run + 2);
        else if (tokens[run + 2].Kind == PythonTokenKind.String)
            ReadScript(run + 2);
    }

    private void ReadScript(int at)
    {
        PythonToken token = tokens[at];
        if (!token.IsFormat)
            ShellScript.Read(sink, token.BodyStart, token.BodyEnd);
        else
            ShellScript.Read(sink, token.BodyStart, token.BodyEnd, Dialect.Braces);
    }

    /// <summary>Literal words up to the closing bracket; anything else is a word that nobody knows.</summary>
    private void ReadWords(int open, int at, bool isInner = false)
    {
        var words = new List<Word>();
        int depth = 1;
        bool isNew = true;
        int limit = Math.Min(tokens.Count, open + MaximumTokens);
        for (; at < limit; at++)
        {
            PythonToken token = tokens[at];
            if (token.Kind == PythonTokenKind.Sign)
            {
                char sign = _text[token.Start];
                if (sign is '(' or '[' or '{')
                    depth++;
                else if (sign is ')' or ']' or '}')
                {
                    if (--depth == 0)
                        break;
                }
                else if (sign == ',' && depth == 1)
                {
                    isNew = true;
                    continue;
                }

                // os.execvp("gunicorn", ["gunicorn", "app"]): the words proper are in the list.
                if (isNew && !isInner && depth == 2 && sign is '[' or '(' && words.Count <= 2)
                {
                    words.Clear();
                    ReadWords(at, at + 1, isInner: true);
                    return;
                }
            }

            if (!isNew)
                continue;
            isNew = false;
            bool isWhole = token.Kind == PythonTokenKind.String && (IsSign(at + 1, ',') || IsSign(at + 1, ')') || IsSign(at + 1, ']'));
            if (isWhole && !token.IsFormat)
                words.Add(new Word(_text.Substring(token.BodyStart, Math.Max(0, token.BodyEnd - token.BodyStart)), token.BodyStart, token.BodyEnd));
            else if (token.Kind == PythonTokenKind.Name && Is(at, "sys") && IsSign(at + 1, '.') && at + 2 < tokens.Count && Is(at + 2, "executable"))
                words.Add(new Word("python", token.Start, token.End));
            else
                words.Add(new Word(Word.Unknown.ToString(), token.Start, token.Start));
        }

        if (words.Count > 0)
            ShellScript.Read(sink, words);
    }

    private bool IsSign(int index, char sign) =>
        index >= 0 && index < tokens.Count && tokens[index].Kind == PythonTokenKind.Sign && _text[tokens[index].Start] == sign;

    private bool Is(int index, string word) =>
        tokens[index].End - tokens[index].Start == word.Length && string.CompareOrdinal(_text, tokens[index].Start, word, 0, word.Length) == 0;
}
