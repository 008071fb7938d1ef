using System.Text;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Tests.Usage.Evidence;

/// <summary>Whatever the text, hints or none: never an exception, never more than linear time.</summary>
public sealed class BadInputTests
{
    private static readonly string[] _paths =
    [
        "Dockerfile", "compose.yml", "Procfile", "x.sh", "x.ps1", "x.bat", "Makefile", "justfile", "Jenkinsfile", ".github/workflows/ci.yml", "package.json", "pyproject.toml", "tox.ini",
        ".env", "x.service", "mkdocs.yml", ".pre-commit-config.yaml", "bin/x", "launch.json", "pytest.ini", "x.toml", "logging.json",
    ];

    private static readonly string[] _pieces =
    [
        "uvicorn", "python", " -m ", "&&", "||", ";", "|", "&", "(", ")", "$(", "${", "`", "'", "\"", "'''", "\"\"\"", "\\", "\n", "\r\n", "\r", " ", "\t", "#", "{{", "}}", "{%", "%}", "<<EOF", "<<-'X'", "EOF",
        "RUN ", "CMD [", "]", "[", "{", "}", ":", "- ", "|\n", ">\n", "=", ",", "[tool.", "run: ", "command: ", "case x in ", ";;", "esac", "redis://", "f\"", "import ", "from a import b", "subprocess.run(",
        "def test_a(mocker", "pd.read_excel(", "é", "😀", "\ud800", "\0", "\ufeff", "sh -c ", "%X%", "^", "<#", "#>", "0", "addopts", "--cov", "gunicorn -k ", "a.b.C", "INSTALLED_APPS = [",
    ];

    private static void ReadAll(string text)
    {
        foreach (string path in _paths)
            TextUses.Find(path, text);
        PythonUses.Find(text, [], isTest: true);
    }

    [Fact]
    public void Random_pieces_never_throw()
    {
        var random = new Random(20240517);
        var text = new StringBuilder();
        for (int round = 0; round < 3000; round++)
        {
            text.Clear();
            for (int count = random.Next(1, 60); count > 0; count--)
                text.Append(_pieces[random.Next(_pieces.Length)]);
            ReadAll(text.ToString());
        }
    }

    [Fact]
    public void Random_characters_never_throw()
    {
        var random = new Random(4711);
        for (int round = 0; round < 500; round++)
        {
            char[] text = new char[random.Next(1, 400)];
            for (int index = 0; index < text.Length; index++)
                text[index] = random.Next(4) == 0 ? (char)random.Next(0x10000) : (char)random.Next(0x80);
            ReadAll(new string(text));
        }
    }

    [Fact]
    public void Every_file_cut_short_anywhere_never_throws()
    {
        foreach ((string path, string text) in Hints.Files("files.txt"))
        {
            for (int length = 0; length < text.Length; length += 3)
            {
                string cut = text.Substring(0, length);
                TextUses.Find(path, cut);
                PythonUses.Find(cut, [], isTest: true);
            }
        }
    }

    /// <summary>A lot of one thing: what took quadratic time would take minutes, and show.</summary>
    [Theory]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("x'")]
    [InlineData("(")]
    [InlineData("$(")]
    [InlineData("`")]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("{{")]
    [InlineData("${")]
    [InlineData("\\\n")]
    [InlineData("<<EOF ")]
    [InlineData("cat <<A\n")]
    [InlineData("RUN <<A <<B\n")]
    [InlineData("- ")]
    [InlineData("a: [\n")]
    [InlineData("a: |\n")]
    [InlineData("- a: ")]
    [InlineData("x = [\n")]
    [InlineData("x = \"\"\"\n")]
    [InlineData("[a\n")]
    [InlineData(" a\n")]
    [InlineData("# \n")]
    [InlineData("redis://")]
    [InlineData("redis://h ")]
    [InlineData("a.")]
    [InlineData("sudo ")]
    [InlineData("coverage ")]
    [InlineData("python -m coverage ")]
    [InlineData("pytest -p x ")]
    [InlineData("sh -c 'x' ")]
    [InlineData("sh -c \"")]
    [InlineData("case x in ")]
    [InlineData("subprocess.run([")]
    [InlineData("subprocess.run(['a', ")]
    [InlineData("import subprocess;subprocess.run(['a', ")]
    [InlineData("import os;os.execv([")]
    [InlineData("import pandas as pd;pd.read_excel(")]
    [InlineData("import pandas as pd;pd.read_excel(engine=")]
    [InlineData("pd.pd.")]
    [InlineData("from a import (b, ")]
    [InlineData("def test_x(mocker, ")]
    [InlineData("@pytest.fixture ")]
    [InlineData("f'{a")]
    [InlineData("f\"{x[\"a\"]}\" ")]
    [InlineData("INSTALLED_APPS = [")]
    [InlineData("{\"scripts\": {\"a\": \"")]
    [InlineData("{\"a\":")]
    [InlineData("echo x; uvicorn y; ")]
    [InlineData("\r")]
    [InlineData("%X")]
    [InlineData("sh 'x' ")]
    public void A_lot_of_one_piece_is_read_to_its_end(string piece)
    {
        var text = new StringBuilder();
        while (text.Length < 1 << 18)
            text.Append(piece);
        ReadAll(text.ToString());
    }

    [Theory]
    [InlineData("uvicorn x; ")]
    [InlineData("a=redis://h 'b' ")]
    [InlineData("{\"a\":[\"b\"],")]
    public void A_line_of_a_megabyte_is_read_to_its_end(string piece)
    {
        var text = new StringBuilder();
        while (text.Length < 1 << 20)
            text.Append(piece);
        ReadAll(text.ToString());
    }

    [Fact]
    public void An_empty_file_says_nothing()
    {
        foreach (string path in _paths.Where(static path => path is not ("tox.ini" or "pytest.ini" or "mkdocs.yml" or ".pre-commit-config.yaml")))
            Assert.Empty(TextUses.Find(path, ""));
        Assert.Empty(PythonUses.Find("", [], isTest: true));
    }
}
