using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Sources.Listing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>Links, pipes, long paths and names that are no text.</summary>
public sealed class UnusualFilesTests : TemporaryFolder
{
    /// <summary>Links need a right that not every Windows account has.</summary>
    private static readonly Lazy<bool> _canLink = new(static () =>
    {
        using var folder = new TemporaryFolder();
        try
        {
            File.CreateSymbolicLink(folder.Absolute("link"), folder.Write("file", ""));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    [LinkFact]
    public void A_link_inside_the_backend_is_another_name_of_what_is_listed_once()
    {
        Write("pkg/a.py", "x");
        Write("pkg/sub/b.py", "x");
        Write("pkg/n.ipynb", "{}");
        Write("zlast/own.py", "x");
        LinkFolder("alias", "pkg");
        LinkFolder("zlast/alias", Absolute("pkg/sub"));
        LinkFile("pkg/same.py", "a.py");

        SourceListing listing = SourceTree.List(Path, []);

        Assert.Equal(["pkg/a.py", "pkg/n.ipynb", "pkg/sub/b.py", "zlast/own.py"], Names(listing.Files));
        Assert.Equal(["alias/a.py", "alias/sub/b.py", "pkg/same.py", "zlast/alias/b.py"], listing.OtherModules);
        Assert.Empty(listing.Unreadable);
    }

    [LinkFact]
    public void Links_that_loop_dangle_or_lead_out_are_not_followed()
    {
        Write("out/secret.py", "x");
        Write("out/lone.py", "x");
        Write("out/x.yml", "x");
        Write("back/a/b/c.py", "x");
        Write("back/.venv/pyvenv.cfg", "x");
        Write("back/.venv/lib/dep/d.py", "x");
        LinkFolder("back/a/b/up", Absolute("back/a"));
        LinkFolder("back/a/self", Absolute("back"));
        LinkFolder("back/out", Absolute("out"));
        LinkFile("back/lone.py", Absolute("out/lone.py"));
        LinkFile("back/x.yml", Absolute("out/x.yml"));
        LinkFile("back/dangling.py", "nowhere.py");
        LinkFolder("back/gone", "nowhere");
        LinkFile("back/one.py", "two.py");
        LinkFile("back/two.py", "one.py");
        LinkFolder("back/dep", Absolute("back/.venv/lib/dep"));

        SourceListing listing = SourceTree.List(Absolute("back"), []);

        Assert.Equal(["a/b/c.py"], Names(listing.Files));
        Assert.Empty(listing.Texts);
        Assert.Empty(listing.Unreadable);
        Assert.Equal(["a/b/up/__init__.py", "a/self/__init__.py", "dep/__init__.py", "lone.py", "out/__init__.py"], listing.OtherModules);
    }

    [LinkFact]
    public void A_file_that_is_a_source_only_by_its_links_name_is_listed_by_it()
    {
        Write("templates/settings.txt", "x = 1\n");
        Write(".gitignore", "real.py\n");
        Write("real.py", "import x");
        LinkFile("settings.py", "templates/settings.txt");
        LinkFile("shown.py", "real.py");
        LinkFile("shown2.py", "real.py");

        SourceListing listing = SourceTree.List(Path, []);

        Assert.Equal(["settings.py", "shown.py"], Names(listing.Files));
        Assert.Equal(Absolute("templates/settings.txt"), listing.Files[0].Path);
        Assert.Equal(6, listing.Files[0].Length);
        Assert.Equal(["real.py", "shown2.py"], listing.OtherModules);
    }

    [LinkFact]
    public void A_backend_may_be_reached_through_a_link()
    {
        Write("real/pkg/a.py", "x");
        LinkFolder("real/alias", "pkg");
        LinkFolder("link", "real");

        SourceListing listing = SourceTree.List(Absolute("link"), []);

        Assert.Equal([Absolute("link/pkg/a.py")], listing.Files.Select(static file => file.Path));
        Assert.Equal(["alias/a.py"], listing.OtherModules);
    }

    [LinkFact]
    public void An_ignore_file_that_is_a_link_does_not_count_as_for_git()
    {
        Write("rules", "a.py\n");
        Write("a.py", "x");
        LinkFile(".gitignore", "rules");

        Assert.Equal(["a.py"], Names(SourceTree.List(Path, []).Files));
    }

    [UnixFact]
    public void Pipes_and_sockets_are_neither_opened_nor_listed()
    {
        Write("a.py", "x");
        Write("empty.py", "");
        Directory.CreateDirectory(Absolute("sub"));
        foreach (string pipe in (string[])["pipe.py", "pipe.yml", "pipe", "sub/.gitignore"])
            Assert.Equal(0, Python.Execute("mkfifo", [Absolute(pipe)], null, TimeSpan.FromSeconds(30)).ExitCode);
        LinkFile("linked.py", "pipe.py");
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Absolute("s.py")));

        SourceListing listing = SourceTree.List(Path, []);

        Assert.Equal(["a.py", "empty.py"], Names(listing.Files));
        Assert.Empty(listing.Texts);
        Assert.Empty(listing.Unreadable);
    }

    [Fact]
    public void A_path_of_many_hundred_characters_is_listed()
    {
        string deep = string.Join('/', Enumerable.Repeat("folder with a long name é😀", 30)) + "/a.py";
        Write(deep, "x");
        string deeper = string.Join('/', Enumerable.Repeat("d", 500)) + "/b.py";
        Write(deeper, "x");

        SourceListing listing = SourceTree.List(Path, []);

        Assert.Equal([deeper, deep], Names(listing.Files));
    }

    [UnixFact]
    public void A_folder_whose_path_the_system_refuses_is_reported()
    {
        // Longer than any path may be: moved there in two pieces.
        string name = new('n', 200);
        string first = string.Join('/', Enumerable.Repeat(name, 18));
        Write("a.py", "x");
        Directory.CreateDirectory(Absolute("first/" + first));
        Write("second/" + string.Join('/', Enumerable.Repeat(name, 5)) + "/b.py", "x");
        string moved = Absolute("first/" + first + "/m");
        Directory.Move(Absolute("second"), moved);
        try
        {
            SourceListing listing = SourceTree.List(Path, []);

            Assert.Equal(["a.py"], Names(listing.Files));
            string unreadable = Assert.Single(listing.Unreadable);
            Assert.StartsWith(moved, unreadable, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Move(moved, Absolute("second"));
        }
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_folder_that_denies_access_is_reported()
    {
        Write("a.py", "x");
        Write("closed/b.py", "x");
        File.SetUnixFileMode(Absolute("closed"), UnixFileMode.None);
        try
        {
            bool isDenied;
            try
            {
                isDenied = Directory.GetFiles(Absolute("closed")).Length < 0;
            }
            catch (UnauthorizedAccessException)
            {
                isDenied = true;
            }

            // An administrator is denied nothing.
            SourceListing listing = SourceTree.List(Path, []);
            Assert.Equal(isDenied ? [Absolute("closed")] : [], listing.Unreadable);
            Assert.Equal(isDenied ? ["a.py"] : ["a.py", "closed/b.py"], Names(listing.Files));
        }
        finally
        {
            File.SetUnixFileMode(Absolute("closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [UnixFact]
    public void A_name_that_is_no_text_is_reported_not_thrown()
    {
        Write("a.py", "x");
        (int exit, _, _) = Python.Execute("sh", ["-c", "mkdir \"$(printf 'd\\377')\" && touch \"$(printf 'f\\377.py')\""], null, TimeSpan.FromSeconds(30), Path);

        SourceListing listing = SourceTree.List(Path, []);

        // File systems that take only Unicode refuse such names to begin with.
        Assert.Equal(["a.py"], Names(listing.Files));
        Assert.Equal(exit == 0 ? 2 : 0, listing.Unreadable.Count);
    }

#if !ENGINE_NETSTANDARD
    /// <summary>What is asked of Linux itself must be what the class library says, which reads folders everywhere else.</summary>
    [UnixFact]
    public void A_folder_reads_the_same_by_system_calls_as_by_the_class_library()
    {
        foreach (string file in (string[])["a.py", "é😀.py", "empty.py", "setup.cfg", "run", ".env", "x.so", ".gitignore", "notes.ipynb", new string('n', 250) + ".py"])
            Write(file, file == "empty.py" ? "" : "x");
        foreach (string folder in (string[])["pkg", ".git", "__pycache__", "lib", "é😀"])
            Directory.CreateDirectory(Absolute(folder));
        LinkFolder("toFolder", "pkg");
        LinkFolder("toFolder.py", "pkg");
        LinkFile("toFile.py", "a.py");
        LinkFile("nowhere.py", "gone.py");
        LinkFile("circle.py", "circle.py");
        Python.Execute("sh", ["-c", "mkfifo pipe.py; mkdir \"$(printf 'd\\377')\"; touch \"$(printf 'f\\377.py')\""], null, TimeSpan.FromSeconds(30), Path);

        // More than the system gives at once.
        for (int index = 0; index < 400; index++)
            Write("many/" + new string('m', 150) + index.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".py", "x");

        foreach (string folder in (string[])[Path, Absolute("many"), Absolute("pkg"), Absolute("toFolder"), Absolute("gone"), Absolute("a.py"), Absolute("pipe.py")])
        {
            var expected = new List<FolderEntry>();
            var found = new List<FolderEntry>();
            bool isWhole = FolderReader.TryReadByClassLibrary(folder, expected, out FolderMarks marks);
            if (!FolderReader.TryReadNames(folder, found, out FolderMarks foundMarks))
            {
                Assert.True(!isWhole || !OperatingSystem.IsLinux(), folder);
                continue;
            }

            Assert.True(isWhole, folder);
            Assert.Equal(marks, foundMarks);
            Assert.Equal(Comparable(expected), Comparable(found));
        }

        static IEnumerable<FolderEntry> Comparable(IEnumerable<FolderEntry> entries) => entries
            .Select(static entry => entry.Kind == EntryKind.Folder && !entry.IsLink ? entry with { Length = 0, LastWriteUtcTicks = 0 } : entry)
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal);
    }

#endif
    private void LinkFile(string link, string target) => File.CreateSymbolicLink(Absolute(link), target.Replace('/', System.IO.Path.DirectorySeparatorChar));

    private void LinkFolder(string link, string target) => Directory.CreateSymbolicLink(Absolute(link), target.Replace('/', System.IO.Path.DirectorySeparatorChar));

    private static IEnumerable<string> Names(IEnumerable<SourceFile> files) => files.Select(static file => file.RelativePath);

    /// <summary>A test that makes symbolic links; where the account may not, it is skipped, and says so.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LinkFactAttribute : FactAttribute
    {
        private const string NoLinks = "This account may not make symbolic links.";

        public LinkFactAttribute()
        {
            if (!_canLink.Value)
                Skip = NoLinks;
        }
    }
}
