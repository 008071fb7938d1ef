using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Usage.Python;

/// <summary>What a local name stands for: <c>pd</c> for <c>pandas</c>.</summary>
/// <param name="Path">The dotted path.</param>
/// <param name="IsOptional">Whether its import may fail without harm.</param>
internal sealed record BoundName(string Path, bool IsOptional);

/// <summary>The names that a source's imports bind, as far as some row of the table asks for them.</summary>
internal sealed class PythonNames
{
    /// <summary>Modules whose calls run commands.</summary>
    private static readonly HashSet<string> _processes = new(StringComparer.Ordinal) { "subprocess", "os", "asyncio", "shlex", "nox", "invoke", "trio", "anyio" };

    private readonly NameTable<BoundName> _names = new();
    private readonly HashSet<int> _hidden = [];
    private readonly HashSet<int> _optional = [];

    /// <summary>The modules of <c>from m import *</c>.</summary>
    public List<string> Stars { get; } = [];

    /// <summary>The top-level modules that the source imports, type checking aside.</summary>
    public HashSet<string> Roots { get; } = new(StringComparer.Ordinal);

    /// <summary>What a name stands for, or null.</summary>
    public BoundName? Find(ReadOnlySpan<char> name) => _names.Find(name);

    public static PythonNames Read(string text, ValueList<PythonToken> tokens, IReadOnlyList<Import> imports, ImplicitUses table)
    {
        var names = new PythonNames();
        var reader = new Reader(text, tokens, names, table);
        foreach (Import import in imports)
        {
            if (import.TypeChecking)
                names._hidden.Add(import.Span.Line);
            else if (import.Optional)
                names._optional.Add(import.Span.Line);
            if (!import.TypeChecking && import.Level == 0 && import.Module.Length > 0)
                names.Roots.Add(Root(import.Module));
        }

        reader.ReadAll();
        return names;
    }

    internal static string Root(string path)
    {
        int dot = path.IndexOf('.');
        return dot < 0 ? path : path.Substring(0, dot);
    }

    private sealed class Reader(string text, ValueList<PythonToken> tokens, PythonNames names, ImplicitUses table)
    {
        private int _line = 1;
        private int _offset;
        private int _statement = -1;
        private int _statementLine = 1;

        public void ReadAll()
        {
            for (int index = 0; index < tokens.Count; index++)
            {
                PythonToken token = tokens[index];
                if (token.Kind != PythonTokenKind.Name || (token.End - token.Start) is not (4 or 6) || !StartsStatement(index))
                    continue;
                bool isImport = Is(index, "import");
                if (!isImport && !Is(index, "from"))
                    continue;
                StartStatement(index);
                if (isImport)
                    ReadImport(index);
                else
                    ReadFrom(index);
            }
        }

        /// <summary>At the start of a line, or after the colon of <c>try:</c> on the same one.</summary>
        private bool StartsStatement(int index) => tokens[index].StartsLine || (index > 0 && IsSign(index - 1, ':'));

        private void ReadImport(int index)
        {
            int at = index + 1;
            while (true)
            {
                int start = at;
                string path = ReadPath(ref at);
                if (path.Length == 0)
                    return;
                if (Is(at, "as") && IsName(at + 1))
                {
                    Bind(Text(at + 1), path, index, start);
                    at += 2;
                }
                else
                {
                    // import a.b binds a.
                    string root = Root(path);
                    Bind(root, root, index, start);
                }

                if (!IsSign(at, ',') || tokens[at].StartsLine)
                    return;
                at++;
            }
        }

        private void ReadFrom(int index)
        {
            int at = index + 1;
            string module = ReadPath(ref at);
            if (module.Length == 0 || !Is(at, "import"))
                return;
            at++;
            bool inBrackets = IsSign(at, '(');
            if (inBrackets)
                at++;
            if (IsSign(at, '*'))
            {
                if (IsWanted(module) && !names._hidden.Contains(LineOf(index)))
                {
                    names.Stars.Add(module);
                    names.Roots.Add(Root(module));
                }

                return;
            }

            while (IsName(at) && (inBrackets || !tokens[at].StartsLine))
            {
                string name = Text(at);
                string local = name;
                if (Is(at + 1, "as") && IsName(at + 2))
                {
                    local = Text(at + 2);
                    at += 2;
                }

                Bind(local, module + "." + name, index, at);
                at++;
                if (!IsSign(at, ','))
                    return;
                at++;
            }
        }

        private void Bind(string local, string path, int statement, int alias)
        {
            if (!IsWanted(path))
                return;
            int line = LineOf(statement);
            if (names._hidden.Contains(line))
                return;
            names.Roots.Add(Root(path));
            names._names.Set(local, new BoundName(path, names._optional.Contains(line) || (names._optional.Count > 0 && names._optional.Contains(LineOf(alias)))));
        }

        private static bool IsProcess(string root) => _processes.Contains(root);

        private bool IsWanted(string path)
        {
            string root = Root(path);
            return table.Roots.Contains(root) || IsProcess(root);
        }

        /// <summary>Statements and aliases are asked for in rising order, a statement once more for each of its aliases.</summary>
        private int LineOf(int index)
        {
            if (index == _statement)
                return _statementLine;
            int offset = tokens[Math.Min(index, tokens.Count - 1)].Start;
            if (offset < _offset)
                return _line;
            _line += Count(_offset, offset);
            _offset = offset;
            return _line;
        }

        private void StartStatement(int index)
        {
            _statementLine = LineOf(index);
            _statement = index;
        }

        private int Count(int from, int to)
        {
            int lines = 0;
            for (int at = from; at < to; at++)
            {
                if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
                    lines++;
            }

            return lines;
        }

        /// <summary>A dotted path; empty where there is none, or a relative one.</summary>
        private string ReadPath(ref int at)
        {
            if (!IsName(at))
                return "";
            int first = at;
            at++;
            while (IsSign(at, '.') && IsName(at + 1) && !tokens[at].StartsLine)
                at += 2;
            if (at == first + 1)
                return Text(first);
            var path = new System.Text.StringBuilder(Text(first));
            for (int index = first + 2; index < at; index += 2)
                path.Append('.').Append(Text(index));
            return path.ToString();
        }

        private bool IsName(int index) => index < tokens.Count && tokens[index].Kind == PythonTokenKind.Name;

        private bool IsSign(int index, char sign) => index < tokens.Count && tokens[index].Kind == PythonTokenKind.Sign && text[tokens[index].Start] == sign;

        private string Text(int index) => text.Substring(tokens[index].Start, tokens[index].End - tokens[index].Start);

        private bool Is(int index, string word) =>
            IsName(index) && tokens[index].End - tokens[index].Start == word.Length && string.CompareOrdinal(text, tokens[index].Start, word, 0, word.Length) == 0;
    }
}
