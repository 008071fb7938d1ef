using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Environments;

/// <summary>Editable installs as each tool leaves them.</summary>
public sealed class EditableTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly FakeEnvironment _environment;

    public EditableTests() => _environment = new FakeEnvironment(_sandbox);

    public void Dispose() => _sandbox.Dispose();

    private string Project(bool src)
    {
        string folder = _sandbox.Folder("my project");
        _sandbox.Write("my project/pyproject.toml");
        _sandbox.Write($"my project/{(src ? "src/" : "")}product/__init__.py");
        _sandbox.Write($"my project/{(src ? "src/" : "")}helper.py");
        _sandbox.Write($"my project/{(src ? "src/" : "")}space/part/__init__.py");
        _sandbox.Write("my project/tests/__init__.py");
        _sandbox.Write("my project/docs/conf.py");
        _sandbox.Write("my project/setup.py");
        _sandbox.Write("my project/.hidden/x.py");
        return folder;
    }

    private void Install(string[] files, bool directUrl = true)
    {
        _environment.Install("product", "1.0", files);
        if (directUrl)
        {
            string url = new Uri(_sandbox["my project"]).AbsoluteUri;
            _environment.Write("product-1.0.dist-info/direct_url.json", $$"""{"dir_info": {"editable": true}, "url": "{{url}}"}""");
        }
    }

    [Theory]
    [InlineData("__editable__.product-1.0.pth", true)]
    [InlineData("product.pth", true)]
    [InlineData("_product.pth", false)]
    [InlineData("_editable_impl_product.pth", true)]
    public void A_path_file_leads_to_the_modules_of_the_project(string file, bool src)
    {
        string project = Project(src);
        Install([file]);
        _environment.Write(file, (src ? Path.Combine(project, "src") : project) + "\n");
        InstalledDistribution read = _environment.Single("product");
        Assert.Equal(project, read.EditableLocation);
        Assert.Equal(["helper", "product", "space.part"], read.Modules);
        Assert.True(read.ModulesKnown);
        Assert.Empty(read.Problems);
    }

    [Fact]
    public void A_path_file_of_setuptools_names_the_project_where_no_origin_does()
    {
        string project = Project(src: true);
        Install(["__editable__.product-1.0.pth"], directUrl: false);
        _environment.Write("__editable__.product-1.0.pth", Path.Combine(project, "src") + "\n");
        Assert.Equal(Path.Combine(project, "src"), _environment.Single("product").EditableLocation);
    }

    [Fact]
    public void A_finder_of_setuptools_tells_its_modules()
    {
        string project = Project(src: false);
        string product = Path.Combine(project, "product").Replace("\\", "\\\\");
        Install(["__editable__.product-1.0.pth", "__editable___product_1_0_finder.py"]);
        _environment.Write("__editable__.product-1.0.pth", "import __editable___product_1_0_finder; __editable___product_1_0_finder.install()");
        _environment.Write("__editable___product_1_0_finder.py",
            $"from __future__ import annotations\nMAPPING: dict[str, str] = {{'product': '{product}', \"hel\\x70er\": '/x/y.py'}}\nNAMESPACES: dict[str, list[str]] = {{'space': ['/x']}}\n");
        InstalledDistribution read = _environment.Single("product");
        Assert.Equal(["helper", "product"], read.Modules);
        Assert.Equal(project, read.EditableLocation);
        Assert.True(read.ModulesKnown);
    }

    [Theory]
    [InlineData("MAPPING = {")]
    [InlineData("MAPPING = {'a")]
    [InlineData("MAPPING = {'a': b}")]
    [InlineData("MAPPING = dict()")]
    [InlineData("MAPPING")]
    [InlineData("")]
    public void A_finder_of_another_form_leaves_the_modules_unknown(string finder)
    {
        Project(src: false);
        Install(["__editable___product_1_0_finder.py"]);
        _environment.Write("__editable___product_1_0_finder.py", finder);
        InstalledDistribution read = _environment.Single("product");
        Assert.Empty(read.Modules);
        Assert.False(read.ModulesKnown);
    }

    [Fact]
    public void An_import_hook_of_another_tool_leaves_the_modules_unknown()
    {
        Project(src: false);
        Install(["_product_editable_loader.py", "product-editable.pth"]);
        _environment.Write("product-editable.pth", "import _product_editable_loader\n");
        InstalledDistribution read = _environment.Single("product");
        Assert.Empty(read.Modules);
        Assert.False(read.ModulesKnown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_egg_link_leads_to_the_project_with_or_without_its_path_line(bool pathLine)
    {
        string project = Project(src: false);
        _sandbox.Write("my project/product.egg-info/PKG-INFO", "Name: product\nVersion: 2.0\n\n");
        _sandbox.Write("my project/product.egg-info/top_level.txt", "product\nhelper\n");
        _sandbox.Write("my project/product.egg-info/requires.txt", "six\n");
        _environment.Write("product.egg-link", project + "\n.");
        if (pathLine)
            _environment.Write("easy-install.pth", project + "\n");
        InstalledDistribution read = _environment.Single("product");
        Assert.Equal(("2.0", project), (read.Version, read.EditableLocation));
        Assert.Equal(["helper", "product"], read.Modules);
        Assert.Equal("six", Assert.Single(read.Requires).Requirement.Name);
        Assert.Equal(pathLine, _environment.Read().SitePackages.Contains(project));
    }

    [Fact]
    public void An_unpacked_egg_on_the_path_is_a_distribution()
    {
        _environment.Write("eggy-1.0-py3.11.egg/EGG-INFO/PKG-INFO", "Name: eggy\nVersion: 1.0\n\n");
        _environment.Write("eggy-1.0-py3.11.egg/eggy/__init__.py");
        _environment.Write("easy-install.pth", "./eggy-1.0-py3.11.egg\n");
        InstalledDistribution read = _environment.Single("eggy");
        Assert.Equal("1.0", read.Version);
        Assert.Equal(["eggy"], read.Modules);
        Assert.Null(read.EditableLocation);
    }

    [Fact]
    public void A_path_file_of_a_distribution_that_adds_its_own_folder_makes_its_files_top_level()
    {
        _environment.Install("pywin", "1", ["win32/api.py", "win32/__init__.py", "pywin.pth"]);
        _environment.Write("pywin.pth", "# folders\nwin32\n");
        Assert.Equal(["api", "win32"], _environment.Single("pywin").Modules);
    }

    [Theory]
    [InlineData("hook.pth", "import os; __import__('hook').install()\n# nothing else\n", true)]
    [InlineData("hook.pth", "import hook\nhook\n", false)]
    [InlineData("hook.pth", "../elsewhere\n", false)]
    [InlineData("__editable__.hook-1.pth", "import hook\n", false)]
    public void A_path_file_that_only_runs_code_leads_nowhere_and_the_distribution_can_be_remembered(string name, string text, bool isSelfContained)
    {
        _environment.Install("hook", "1", ["hook/__init__.py", name]);
        _environment.Write(name, text);
        InstalledDistribution read = _environment.Single("hook");
        Assert.Equal(isSelfContained, read.IsSelfContained);
        Assert.Contains("hook", read.Modules);
    }

    [PythonFact]
    public void Path_files_are_read_as_site_reads_them()
    {
        Python python = Pythons.Newest!;
        string root = _sandbox["real"];
        Assert.Equal(0, python.Run(["-m", "venv", "--without-pip", root]).ExitCode);
        string site = EnvironmentReader.Find(_sandbox.Root, root)!.SitePackages.Single();
        foreach (string folder in (string[])["a", "b b", "ü", "c", "d", "later"])
            _sandbox.Folder("folders/" + folder);
        string folders = _sandbox["folders"];
        File.WriteAllText(Path.Combine(site, "b.pth"), $"# comment\n\n{folders}/b b\n   \nimport sys\nimport\tos\n{folders}/missing\n{folders}/a/\n{folders}/a\n");
        File.WriteAllText(Path.Combine(site, "a.pth"), $"{folders}/ü  \r\n{Path.GetRelativePath(site, folders)}/c\r\n.\r\n");
        File.WriteAllText(Path.Combine(site, "C.pth"), $"{folders}/later");
        File.WriteAllText(Path.Combine(site, "ignored.PTH"), $"{folders}/d\n");
        File.WriteAllText(Path.Combine(site, "ignored.txt"), $"{folders}/d\n");
        File.WriteAllText(Path.Combine(folders, "a", "nested.pth"), $"{folders}/d\n");
        PythonEnvironment environment = EnvironmentReader.Find(_sandbox.Root, root)!;
        Assert.Equal(InterpreterDescription.Of(environment.Interpreter!).Path, environment.SitePackages);
        Assert.Equal(6, environment.SitePackages.Count);
    }
}
