using System.Diagnostics;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Tests.Sources;

public sealed class SourceTreeTests : IDisposable
{
    private readonly string _root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "sources \u00E9 " + Path.GetRandomFileName())).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Sources_are_listed_in_order_with_what_tells_a_change()
    {
        Write("b.py", "a/c.pyi", "a/d.ipynb", "a/e.txt", "z/\u00FC \U0001F600.py", "A.py", "no.PY.bak");
        SourceListing listing = SourceTree.List(_root, []);
        Assert.Equal(["A.py", "a/c.pyi", "a/d.ipynb", "b.py", "z/\u00FC \U0001F600.py"], listing.Files.Select(file => file.RelativePath));
        Assert.All(listing.Files, file =>
        {
            var info = new FileInfo(file.Path);
            Assert.True(info.Exists);
            Assert.Equal((info.Length, info.LastWriteTimeUtc.Ticks), (file.Length, file.LastWriteUtcTicks));
        });
        Assert.Empty(listing.Unreadable);
    }

    [Theory]
    [InlineData(".git/a.py")]
    [InlineData("node_modules/a.py")]
    [InlineData("x/__pycache__/a.py")]
    [InlineData("lib/python3.11/site-packages/a.py")]
    [InlineData(".tox/py311/a.py")]
    [InlineData(".ipynb_checkpoints/a.ipynb")]
    [InlineData("myenv/pyvenv.cfg|myenv/lib/a.py")]
    [InlineData("conda/conda-meta/history|conda/bin/a.py")]
    [InlineData("web/web.csproj|web/obj/a.py|web/bin/b.py")]
    public void Folders_that_are_not_the_projects_are_not_listed(string files)
    {
        Write([.. files.Split('|'), "app/own.py"]);
        Assert.Equal(["app/own.py"], Listed());
    }

    [Theory]
    [InlineData("build/a.py")]
    [InlineData("dist/a.py")]
    [InlineData("bin/a.py")]
    [InlineData("env/a.py")]
    [InlineData("venv.py")]
    public void Folders_that_may_be_the_projects_are_listed(string file)
    {
        Write(file);
        Assert.Equal([file], Listed());
    }

    [Theory]
    [InlineData("legacy/**", "legacy/a.py|legacy/b/c.py")]
    [InlineData("legacy", "legacy/a.py|legacy/b/c.py")]
    [InlineData("legacy\\b\\*.py", "legacy/b/c.py")]
    [InlineData("**/c.py", "legacy/b/c.py|c.py")]
    [InlineData("**/b/**", "legacy/b/c.py")]
    [InlineData("./*.py", "c.py|main.py")]
    [InlineData("m?in.py", "main.py")]
    [InlineData("[m]ain.py", "")]
    [InlineData("", "")]
    public void Excludes_are_globs_relative_to_the_backend(string exclude, string excluded)
    {
        string[] all = ["c.py", "legacy/a.py", "legacy/b/c.py", "main.py"];
        Write(all);
        Assert.Equal(all.Except(excluded.Split('|')), SourceTree.List(_root, [exclude]).Files.Select(file => file.RelativePath));
    }

    [Fact]
    public void An_exclude_may_be_absolute()
    {
        Write("a/b.py", "c.py");
        Assert.Equal(["c.py"], SourceTree.List(_root, [Path.Combine(_root, "a") + Path.DirectorySeparatorChar + "**"]).Files.Select(file => file.RelativePath));
    }

    [Fact]
    public void A_folder_with_the_name_of_a_source_is_a_folder()
    {
        Write("x.py/y.py");
        Assert.Equal(["x.py/y.py"], Listed());
    }

    [Fact]
    public void Links_that_loop_or_leave_are_not_followed()
    {
        if (OperatingSystem.IsWindows())
            return;
        Write("a/b.py", "c/d.py");
        string outside = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(outside, "o.py"), "");
        Directory.CreateSymbolicLink(Path.Combine(_root, "a", "self"), _root);
        Directory.CreateSymbolicLink(Path.Combine(_root, "a", "other"), Path.Combine(_root, "c"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "c", "back"), Path.Combine(_root, "a"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "out"), outside);
        Directory.CreateSymbolicLink(Path.Combine(_root, "gone"), Path.Combine(_root, "nothing"));
        File.CreateSymbolicLink(Path.Combine(_root, "dangling.py"), Path.Combine(_root, "nothing.py"));
        File.CreateSymbolicLink(Path.Combine(_root, "outfile.py"), Path.Combine(outside, "o.py"));
        IReadOnlyList<string> listed = Listed();
        Directory.Delete(outside, recursive: true);
#if ENGINE_NETSTANDARD
        // Where a link leads cannot be told there; none is followed.
        Assert.Equal(["a/b.py", "c/d.py"], listed);
#else
        Assert.Equal(["a/b.py", "a/other/d.py", "c/back/b.py", "c/d.py"], listed);
#endif
    }

    [Fact]
    public void A_missing_backend_is_unreadable_and_not_an_exception()
    {
        SourceListing listing = SourceTree.List(Path.Combine(_root, "nothing"), []);
        Assert.Empty(listing.Files);
        Assert.Equal([Path.Combine(_root, "nothing")], listing.Unreadable);
    }

    [Fact]
    public void A_path_of_thousands_of_characters_is_listed_or_reported()
    {
        string folder = _root;
        for (int i = 0; i < 12; i++)
            folder = Path.Combine(folder, new string('x', 80));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "a.py"), "import a\n");
        SourceListing listing = SourceTree.List(_root, []);
        Assert.True(listing.Files.Count == 1 || listing.Unreadable.Count == 1);
        Assert.All(SourceReader.ScanAll(listing.Files), result => Assert.Equal("a", Assert.Single(result.Imports).Module));
    }

    [Fact]
    public void A_backend_that_git_ignores_as_a_whole_is_listed_all_the_same()
    {
        Directory.CreateDirectory(Path.Combine(_root, ".git"));
        File.WriteAllText(Path.Combine(_root, ".gitignore"), "backend/\n*.ipynb\n");
        Write("backend/a.py", "backend/sub/b.py");
        Assert.Equal(["a.py", "sub/b.py"], SourceTree.List(Path.Combine(_root, "backend"), []).Files.Select(file => file.RelativePath));
    }

    [Fact]
    public void Files_are_scanned_from_disk_by_their_kind()
    {
        Write("a.py", "b.pyi", "c.ipynb", "d.py");
        File.WriteAllText(Path.Combine(_root, "a.py"), "import a\n" + new string('#', 200_000) + "\nimport b");
        File.WriteAllText(Path.Combine(_root, "b.pyi"), "import c\n");
        File.WriteAllText(Path.Combine(_root, "c.ipynb"), """{"cells": [{"cell_type": "code", "source": "import d"}]}""");
        SourceListing listing = SourceTree.List(_root, []);
        File.Delete(Path.Combine(_root, "d.py"));
        ScanResult[] results = SourceReader.ScanAll(listing.Files);
        Assert.Equal(["a", "b", "c", "d"], results.SelectMany(result => result.Imports).Select(import => import.Module));
        Assert.True(results[1].Imports[0].TypeChecking);
        Assert.Equal(0, results[2].Imports[0].Cell);
        Assert.Single(results[3].Problems);
        Assert.False(results[3].IsComplete);
    }

    [Fact]
    public void A_cancelled_listing_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => SourceTree.List(_root, [], cancelled.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => SourceReader.ScanAll([new SourceFile("x", "x", 0, 0), new SourceFile("y", "y", 0, 0)], cancelled.Token));
    }

    private void Write(params string[] files)
    {
        foreach (string file in files)
        {
            string path = Path.Combine(_root, file.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }

    private IReadOnlyList<string> Listed() => [.. SourceTree.List(_root, []).Files.Select(file => file.RelativePath)];
}
