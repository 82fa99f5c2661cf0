using System.Globalization;
using OmniHelix.Data.Inspection;
using OmniHelix.Sequences;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>
/// The letters of a split in few groups: each base or residue in either case, codes of several bases, others, lower case.
/// </summary>
internal static class LetterGroups
{
    private const string Bases = "ACGTU";

    /// <summary>Groups with their counts; those that are empty are left out, and lower case counts letters a second time.</summary>
    public static IReadOnlyList<KeyValuePair<string, long>> Of(SplitReport split)
    {
        var letters = split.Letters.GroupBy(letter => char.ToUpperInvariant(letter.Key))
            .Select(group => KeyValuePair.Create(group.Key.ToString(CultureInfo.InvariantCulture), group.Sum(letter => letter.Value)))
            .ToList();
        var isProtein = split.Molecule == Molecule.Protein;
        List<KeyValuePair<string, long>> groups =
        [
            .. letters.Where(letter => isProtein ? char.IsLetter(letter.Key[0]) : Bases.Contains(letter.Key, StringComparison.Ordinal))
                .OrderBy(letter => letter.Key, StringComparer.Ordinal),
            new("IUPAC codes of several bases", split.AmbiguityCodes),
            new("of these N", isProtein ? 0 : split.UnknownBases),
            new("others", split.OtherLetters),
            new("of all in lower case", split.LowerCaseLetters),
        ];
        return groups.FindAll(group => group.Value > 0);
    }
}
