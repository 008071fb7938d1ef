using System.Xml.Linq;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests;

/// <summary>The manual names everything that a project file can say, and every code has its page.</summary>
public sealed class DocumentationTests
{
    // Properties and items of .NET and NuGet that the package sets; their own manuals describe them.
    private static readonly string[] _known =
    [
        "AutomaticallyUseReferenceAssemblyPackages", "CompileDesignTime", "CopyFilesToOutputDirectory", "CoreBuildDependsOn", "CoreCompile",
        "DisableFastUpToDateCheck", "DisableImplicitFrameworkReferences", "EmbedInBinlog", "EnableDefaultItems", "FileWrites", "GenerateAssemblyInfo",
        "GenerateDependencyFile", "GetTargetPath", "GetTargetPathWithTargetPlatformMoniker", "IntermediateAssembly", "IntermediateRefAssembly",
        "IsPackable", "IsPublishable", "IsTestProject", "IsTestingPlatformApplication", "ProduceReferenceAssembly", "ProjectCapability",
        "RestoreProjectStyle", "RunArguments", "RunCommand", "RunWorkingDirectory", "TargetFramework", "UseAppHost", "Watch",
    ];

    [Fact]
    public void Every_public_property_item_and_target_is_in_the_manual()
    {
        string manual = File.ReadAllText(Repository.PathOf("docs/msbuild.md"));
        string[] names = [.. Names().Distinct().Except(_known).Order(StringComparer.Ordinal)];

        Assert.Contains("DocuSenseBackend", names);
        Assert.Contains("DocuSenseSuppress", names);
        Assert.Contains("DocuSenseCheck", names);
        Assert.DoesNotContain(names, name => !manual.Contains($"`{name}`", StringComparison.Ordinal));
        Assert.All(names, name => Assert.True(name.Contains("DocuSense", StringComparison.Ordinal), $"{name} is neither ours nor known."));
    }

    [Fact]
    public void Every_diagnostic_has_a_page_that_names_its_default_severity()
    {
        string[] missing = [.. DiagnosticCatalogue.All.Where(descriptor => !File.Exists(Page(descriptor.Code))).Select(descriptor => descriptor.Code)];

        Assert.Empty(missing);
        Assert.All(DiagnosticCatalogue.All, descriptor => Assert.Contains(descriptor.Code, File.ReadAllText(Page(descriptor.Code)), StringComparison.Ordinal));
    }

    private static string Page(string code) => Repository.PathOf($"docs/rules/{code}.md");

    // Written, in the props and targets, or read there: $(Name), @(Name).
    private static IEnumerable<string> Names()
    {
        foreach (string file in (string[])["build", "buildMultiTargeting", "buildTransitive", "Sdk"])
        {
            foreach (string path in Directory.GetFiles(Repository.PathOf(file)))
            {
                var project = XDocument.Load(path);
                foreach (XElement element in project.Descendants())
                {
                    string? name = element.Parent?.Name.LocalName is "PropertyGroup" or "ItemGroup" ? element.Name.LocalName
                        : element.Name.LocalName == "Target" ? element.Attribute("Name")!.Value
                        : element.Name.LocalName == "Output" ? (element.Attribute("ItemName") ?? element.Attribute("PropertyName"))!.Value
                        : null;
                    if (name is not null && !name.StartsWith('_'))
                        yield return name;
                }

                foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(path), @"[$@]\((\w*DocuSense\w*)\)"))
                {
                    if (!match.Groups[1].Value.StartsWith('_'))
                        yield return match.Groups[1].Value;
                }
            }
        }
    }
}
