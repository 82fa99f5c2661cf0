using OmniHelix;
using OmniHelix.Goldens;

const string Usage = "usage: OmniHelix.Goldens [DIR] [--group NAME…]   (default DIR: tests/goldens of this repository)";

string? folder = null;
var names = new List<string>();
var readingNames = false;
foreach (var arg in args)
{
    if (arg is "--help" or "-h")
    {
        Console.WriteLine(Usage);
        return 0;
    }
    if (arg == "--group") readingNames = true;
    else if (arg.StartsWith('-')) return Wrong($"unknown flag {arg}");
    else if (readingNames) names.Add(arg);
    else if (folder is null) folder = arg;
    else return Wrong($"a second folder was given: {arg}");
}
if (readingNames && names.Count == 0) return Wrong("--group needs a name");

folder ??= GoldenFolders.FindDefault(AppContext.BaseDirectory) ?? GoldenFolders.FindDefault(Environment.CurrentDirectory);
if (folder is null) return Wrong("the repository's tests/goldens was not found; name a folder");

try
{
    return GoldenRun.Run(GoldenFolders.Find(folder, names, GoldenFolders.Known), Console.Out);
}
catch (UsageException e)
{
    return Wrong(e.Describe());
}

static int Wrong(string message)
{
    Console.Error.WriteLine(message);
    Console.Error.WriteLine(Usage);
    return 2;
}
