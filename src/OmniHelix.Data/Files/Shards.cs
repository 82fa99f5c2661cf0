using System.Globalization;
using System.Text.RegularExpressions;

namespace OmniHelix.Data.Files;

/// <summary>Parts of one table: <c>train-00000-of-00003.parquet</c> says how many files it has.</summary>
internal static partial class Shards
{
    /// <summary>Whether a file's name says that it is a part.</summary>
    public static bool IsOne(string path) => Part().IsMatch(Path.GetFileName(path));

    /// <summary>Refuses parts of a whole of which others are nowhere; those that are there and were not chosen may be left out.</summary>
    /// <exception cref="OmniException">OH1601.</exception>
    public static void RequireAll(IEnumerable<string> files)
    {
        var parts = files.Select(file => (File: file, Match: Part().Match(Path.GetFileName(file)))).Where(s => s.Match.Success);
        foreach (var whole in parts.GroupBy(s => s.File.Replace(s.Match.Value, "", StringComparison.Ordinal)))
        {
            var (file, match) = whole.First();
            var numbers = whole.Select(s => Number(s.Match.Groups["number"])).ToHashSet();
            var count = match.Groups["count"].Value;
            string[] missing = [.. Enumerable.Range(0, Number(match.Groups["count"])).Where(i => !numbers.Contains(i)).Select(Named)];
            missing = [.. missing.Where(part => !File.Exists(part))];
            if (missing.Length == 0) continue;
            throw new OmniException(
                "OH1601", $"{missing.Length} of {count.TrimStart('0')} parts of a table are missing", missing[0],
                "Copy all parts, or rename those that are meant to be the whole.");

            string Named(int part)
            {
                var number = part.ToString(CultureInfo.InvariantCulture).PadLeft(match.Groups["number"].Length, '0');
                return file.Replace(match.Value, $"-{number}-of-{count}", StringComparison.Ordinal);
            }
        }

        static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"-(?<number>\d{1,6})-of-(?<count>\d{1,6})(?!\d)")]
    private static partial Regex Part();
}
