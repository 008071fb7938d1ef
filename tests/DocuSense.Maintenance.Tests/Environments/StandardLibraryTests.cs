using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Environments;

public sealed class StandardLibraryTests(ITestOutputHelper output)
{
    [PythonFact]
    public void Each_interpreter_states_the_same_names()
    {
        int compared = 0;
        foreach (Python python in Pythons.All.Where(python => python.Minor is >= 10 and <= 14))
        {
            string[] stated = python.Run(["-I", "-c", "import sys; print(' '.join(sorted(sys.stdlib_module_names)))"]).Output.Split(' ', StringSplitOptions.TrimEntries);
            Assert.All(stated, name => Assert.True(StandardLibrary.Contains(name, python.Minor), name));
            Assert.Empty(AllNames().Where(name => StandardLibrary.Contains(name, python.Minor)).Except(stated));
            compared += stated.Length;
            output.WriteLine($"{python.FullVersion}: {stated.Length} names");
        }

        Assert.True(compared > 0 || Pythons.All.All(python => python.Minor is < 10 or > 14));
    }

    [PythonFact]
    public void Every_module_an_interpreter_ships_is_known()
    {
        foreach (Python python in Pythons.All.Where(python => python.Minor <= 14))
        {
            string[] shipped = python.Run(["-I", "-S", "-c",
                "import sys, pkgutil; print(' '.join(sorted({m.name for m in pkgutil.iter_modules(sys.path)} | set(sys.builtin_module_names))))"])
                .Output.Split(' ', StringSplitOptions.TrimEntries);
            string[] unknown = [.. shipped.Where(name => !StandardLibrary.Contains(name, python.Minor) && !IsBuildData(name))];
            output.WriteLine($"{python.FullVersion}: {shipped.Length} modules, unknown: {string.Join(" ", unknown)}");
            Assert.Empty(unknown);
        }
    }

    [Theory]
    [InlineData("os", 8, true)]
    [InlineData("distutils", 11, true)]
    [InlineData("distutils", 12, false)]
    [InlineData("tomllib", 10, false)]
    [InlineData("tomllib", 11, true)]
    [InlineData("zoneinfo", 8, false)]
    [InlineData("graphlib", 9, true)]
    [InlineData("asyncore", 11, true)]
    [InlineData("asyncore", 12, false)]
    [InlineData("telnetlib", 13, false)]
    [InlineData("compression", 14, true)]
    [InlineData("annotationlib", 13, false)]
    [InlineData("_compression", 14, false)]
    [InlineData("msvcrt", 8, true)]
    [InlineData("winreg", 14, true)]
    [InlineData("_winapi", 9, true)]
    [InlineData("_scproxy", 8, true)]
    [InlineData("nt", 12, true)]
    [InlineData("lib2to3", 12, true)]
    [InlineData("lib2to3", 13, false)]
    [InlineData("idlelib", 14, true)]
    [InlineData("turtledemo", 10, true)]
    [InlineData("ensurepip", 10, true)]
    [InlineData("this", 8, true)]
    [InlineData("antigravity", 8, true)]
    [InlineData("test", 13, true)]
    [InlineData("__main__", 13, true)]
    [InlineData("parser", 9, true)]
    [InlineData("parser", 10, false)]
    [InlineData("OS", 11, false)]
    [InlineData("", 11, false)]
    [InlineData("os.path", 11, false)]
    [InlineData("requests", 11, false)]
    [InlineData("tomllib", 99, true)]
    [InlineData("distutils", 99, false)]
    [InlineData("parser", 0, true)]
    public void A_name_belongs_to_the_versions_that_have_it(string module, int minor, bool expected) =>
        Assert.Equal(expected, StandardLibrary.Contains(module, minor));

    /// <summary>CPython's own tests, examples and build data, which its list leaves out too.</summary>
    private static bool IsBuildData(string name) =>
        name.StartsWith("_sysconfigdata", StringComparison.Ordinal) || name.StartsWith("_test", StringComparison.Ordinal) || name.StartsWith("xx", StringComparison.Ordinal)
        || name is "_ctypes_test" or "_xxtestfuzz" or "_xxsubinterpreters" or "_xxinterpchannels" or "__hello__" or "__phello__" or "sitecustomize"
        or "_distutils_system_mod"; // Debian's own

    private static IEnumerable<string> AllNames() => StandardLibraryNames.Table.Split(' ').Select(word => word.Split(':')[0]);
}
