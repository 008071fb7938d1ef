using DocuSense.Maintenance.Benchmarks;

return args switch
{
    ["scan", string folder] => ScanBenchmark.Run(folder, rounds: 1),
    ["scan", string folder, string rounds] => ScanBenchmark.Run(folder, int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture)),
    ["check", string backend, string rounds, .. string[] environment] =>
        CheckBenchmark.Run(backend, environment.FirstOrDefault(), int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture)),
    ["conflicts", string environment, string rounds] => ConflictBenchmark.Run(environment, int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture)),
    ["findings", string backend, .. string[] environment] => Findings.Run(backend, environment.FirstOrDefault()),
    ["imports", string backend, string environment, .. string[] options] => ImportBenchmark.Run(backend, environment, options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: scan <folder> [rounds] | check <backend> <rounds> [environment] | findings <backend> [environment] | conflicts <environment> <rounds> | imports <backend> <environment> [results]");
    return 2;
}
