using DocuSense.Maintenance.TestAdapter;
using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.CommandLine;

namespace DocuSense.Maintenance.TestApplication;

/// <summary><c>--source</c>, which the build passes, and <c>--filter</c>, which reads what VSTest's reads.</summary>
internal sealed class PythonTestOptions : Identity, ICommandLineOptionsProvider
{
    public const string Source = "source";
    public const string Filter = "filter";

    public IReadOnlyCollection<CommandLineOption> GetCommandLineOptions() =>
    [
        new(Source, "The assembly that the build has put into the project's output.", ArgumentArity.ExactlyOne, isHidden: true),
        new(Filter, "Runs the tests that match: app.services, Kind=Api, \"Module~ocr|File~settings\".", ArgumentArity.ExactlyOne, isHidden: false),
    ];

    public Task<ValidationResult> ValidateOptionArgumentsAsync(CommandLineOption commandOption, string[] arguments)
    {
        try
        {
            if (commandOption.Name == Filter)
                TestFilter.Parse(arguments[0]);
            return ValidationResult.ValidTask;
        }
        catch (FormatException exception)
        {
            return ValidationResult.InvalidTask(exception.Message);
        }
    }

    public Task<ValidationResult> ValidateCommandLineOptionsAsync(ICommandLineOptions commandLineOptions) => ValidationResult.ValidTask;
}
