using OmniHelix;
using OmniHelix.Goldens;
using OmniHelix.Goldens.ModelPages;

const string Usage = "usage: OmniHelix.Goldens [DIR] [--group NAME… | --pages DIR]   (default DIR: tests/goldens of this repository)";

string? folder = null;
var names = new List<string>();
string? pages = null;
var readingNames = false;
var readingPages = false;
foreach (var arg in args)
{
    if (arg is "--help" or "-h")
    {
        Console.WriteLine(Usage);
        return 0;
    }
    if (arg == "--group") readingNames = true;
    else if (arg == "--pages") readingPages = true;
    else if (arg.StartsWith('-')) return Wrong($"unknown flag {arg}");
    else if (readingNames) names.Add(arg);
    else if (readingPages) pages ??= arg;
    else if (folder is null) folder = arg;
    else return Wrong($"a second folder was given: {arg}");
}
if (readingNames && names.Count == 0) return Wrong("--group needs a name");
if (readingPages && pages is null) return Wrong("--pages needs a folder to write");

folder ??= GoldenFolders.FindDefault(AppContext.BaseDirectory) ?? GoldenFolders.FindDefault(Environment.CurrentDirectory);
if (folder is null) return Wrong("the repository's tests/goldens was not found; name a folder");

try
{
    if (pages is not null)
    {
        ModelPages.Write(folder, pages);
        return 0;
    }
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
