using OmniHelix.Goldens.Groups;
using OmniHelix.Goldens.Groups.Cells;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Loading;

namespace OmniHelix.Goldens.ModelPages;

/// <summary>How near an architecture comes to the numbers of its public implementation.</summary>
/// <param name="Cases">Golden cases that were compared.</param>
/// <param name="Share">The largest deviation of all, as a share of what its tolerance allows.</param>
/// <param name="Widest">The widest of the tolerances.</param>
internal sealed record Parity(int Cases, double Share, Tolerance Widest)
{
    // Coarse, so that machines agree on a page.
    private static readonly double[] Steps = [0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>The figure in words.</summary>
    public override string ToString()
    {
        var step = Steps.FirstOrDefault(step => Share <= step, double.PositiveInfinity);
        return FormattableString.Invariant(
            $"at most {step} of the tolerance ({Widest.Abs:g3} + {Widest.Rel:g3} of a number) in {Plural.Count(Cases, "golden case")}");
    }

    /// <summary>Runs the golden cases of encoders.</summary>
    /// <param name="goldens">The folder of all reference numbers.</param>
    public static IReadOnlyDictionary<ModelFamily, Parity> Measure(string goldens)
    {
        var found = new Dictionary<ModelFamily, Parity>();
        foreach (var one in new EncodersGroup().Discover(Path.Combine(goldens, "encoders")).Concat(
            new CellsGroup().Discover(Path.Combine(goldens, "cells"))).Where(one => File.Exists(Path.Combine(one.Path, "config.json"))))
        {
            var check = new GoldenCheck();
            one.Run(check);
            if (check.Compared == 0) continue;
            var family = FamilyOf(one.Path);
            var before = found.GetValueOrDefault(family, new Parity(0, 0, default));
            var widest = check.Widest.Abs > before.Widest.Abs ? check.Widest : before.Widest;
            found[family] = new Parity(before.Cases + 1, Math.Max(before.Share, check.LargestShare), widest);
        }
        return found;
    }

    private static ModelFamily FamilyOf(string folder)
    {
        using var model = ModelFolder.Open(folder);
        return model.Family;
    }
}
