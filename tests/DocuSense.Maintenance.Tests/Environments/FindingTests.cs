using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Tests.Environments;

public sealed class FindingTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private string? Found(string backend, string? named = null) => EnvironmentReader.Find(_sandbox[backend.Split('/')], named)?.Root is string root ? Path.GetRelativePath(_sandbox.Root, root).Replace('\\', '/') : null;

    [Fact]
    public void No_environment_gives_null()
    {
        _sandbox.Folder("repo/.git");
        _sandbox.Folder("repo/backend");
        Assert.Null(Found("repo/backend"));
        Assert.Null(Found("repo/backend", _sandbox["repo", "backend", "missing"]));
    }

    [Theory]
    [InlineData("venv")]
    [InlineData(".venv")]
    [InlineData("env")]
    public void The_usual_names_are_found_in_the_backend(string name)
    {
        _sandbox.Write($"repo/backend/{name}/pyvenv.cfg", "home = /usr/bin\n");
        Assert.Equal($"repo/backend/{name}", Found("repo/backend"));
    }

    [Fact]
    public void Names_are_tried_in_order_and_a_sound_one_goes_before_a_broken_one()
    {
        _sandbox.Write("b/env/pyvenv.cfg");
        _sandbox.Write("b/.venv/pyvenv.cfg");
        Assert.Equal("b/.venv", Found("b"));
        _sandbox.Write("b/venv/bin/python");
        Assert.Equal("b/.venv", Found("b"));
        _sandbox.Write("b/venv/pyvenv.cfg");
        Assert.Equal("b/venv", Found("b"));
    }

    [Fact]
    public void Parents_are_searched_up_to_the_root_of_the_repository_and_no_further()
    {
        _sandbox.Write("venv/pyvenv.cfg");
        _sandbox.Folder("repo/services/backend");
        _sandbox.Folder("repo/.git");
        Assert.Null(Found("repo/services/backend"));
        _sandbox.Write("repo/.venv/pyvenv.cfg");
        Assert.Equal("repo/.venv", Found("repo/services/backend"));
        Assert.Equal("repo/.venv", Found("repo"));
    }

    [Fact]
    public void A_worktree_whose_git_is_a_file_is_a_root_too()
    {
        _sandbox.Write("venv/pyvenv.cfg");
        _sandbox.Write("repo/.git", "gitdir: elsewhere\n");
        Assert.Null(Found("repo"));
    }

    [Fact]
    public void A_backend_that_is_no_environment_by_its_look_is_passed_over()
    {
        _sandbox.Folder("b/.git");
        _sandbox.Write("b/env/settings.py");
        _sandbox.Write("b/venv/__init__.py");
        _sandbox.Folder("b/.venv");
        Assert.Null(Found("b"));
        _sandbox.Write("b/env/bin/python");
        Assert.Null(Found("b"));
        _sandbox.Folder("b/env/lib/python3.11/site-packages");
        Assert.Equal("b/env", Found("b"));
    }

    [Fact]
    public void A_named_folder_is_read_even_when_it_is_no_environment()
    {
        _sandbox.Folder("b/somewhere");
        PythonEnvironment environment = EnvironmentReader.Find(_sandbox["b"], _sandbox["b", "somewhere"])!;
        Assert.Equal([EnvironmentProblemKind.ConfigurationInvalid, EnvironmentProblemKind.SitePackagesMissing, EnvironmentProblemKind.InterpreterMissing],
            environment.Problems.Select(problem => problem.Kind));
        Assert.Equal(_sandbox["b", "somewhere", "pyvenv.cfg"], environment.ConfigurationFile);
        Assert.Null(environment.Interpreter);
        Assert.Empty(environment.Distributions);
    }

    [Fact]
    public void A_linked_environment_is_read_through_its_link_and_a_dangling_one_is_broken()
    {
        var environment = new FakeEnvironment(_sandbox, "real");
        environment.Install("foo", "1.0", ["foo/__init__.py"]);
        _sandbox.Folder("b");
        Directory.CreateSymbolicLink(_sandbox["b", ".venv"], environment.Root);
        PythonEnvironment read = EnvironmentReader.Find(_sandbox["b"], null)!;
        Assert.Equal(_sandbox["b", ".venv"], read.Root);
        Assert.Empty(read.Problems);
        Assert.Equal("foo", Assert.Single(read.Distributions).Name);

        Directory.Move(environment.Root, _sandbox["gone"]);
        EnvironmentProblem problem = Assert.Single(EnvironmentReader.Find(_sandbox["b"], null)!.Problems);
        Assert.Equal(EnvironmentProblemKind.InterpreterMissing, problem.Kind);
        Assert.Equal(_sandbox["b", ".venv"], problem.File);
    }

    [Fact]
    public void A_link_to_itself_is_broken_and_ends()
    {
        _sandbox.Folder("b/.git");
        File.CreateSymbolicLink(_sandbox["b", "venv"], _sandbox["b", "venv"]);
        Assert.NotEmpty(EnvironmentReader.Find(_sandbox["b"], null)!.Problems);
    }

    [Fact]
    public void A_cancelled_reading_ends()
    {
        var environment = new FakeEnvironment(_sandbox);
        Assert.ThrowsAny<OperationCanceledException>(() => EnvironmentReader.Find(_sandbox.Root, environment.Root, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_path_too_long_for_the_system_gives_no_exception()
    {
        string longName = string.Join(Path.DirectorySeparatorChar, Enumerable.Repeat(new string('x', 200), 30));
        Assert.Null(EnvironmentReader.Find(_sandbox.Root, Path.Combine(_sandbox.Root, longName)));
        Assert.Null(EnvironmentReader.Find(_sandbox.Root, "a\0b"));
    }
}
