using System.Text.Json;
using OmniHelix.Metrics;
using static OmniHelix.Goldens.Groups.MetricsQuestions;

namespace OmniHelix.Goldens.Groups;

/// <summary>Ranked candidates and splice-site top-k.</summary>
internal static class MetricsRankingQuestions
{
    public static Func<string, Func<object?>?> Ranking(JsonElement one)
    {
        var table = one.GetProperty("score");
        var ranking = new Ranking(Flatten(one.GetProperty("relevance")), Flatten(table), Columns(table));
        return key => key switch
        {
            "mrr" => () => ranking.ReciprocalRank(),
            "ndcg_at_all" => () => ranking.Ndcg(),
            "dcg_at_all" => () => ranking.Dcg(),
            _ when NumberAfter(key, "ndcg_at_") is { } k => () => ranking.Ndcg((int)k),
            _ when NumberAfter(key, "dcg_at_") is { } k => () => ranking.Dcg((int)k),
            _ when NumberAfter(key, "hit_at_") is { } k => () => ranking.Hit((int)k),
            _ when NumberAfter(key, "precision_at_") is { } k => () => ranking.Precision((int)k),
            _ when NumberAfter(key, "recall_at_") is { } k => () => ranking.Recall((int)k),
            _ => null,
        };
    }

    public static Func<string, Func<object?>?> Splice(JsonElement one)
    {
        var truth = Integers(one.GetProperty("truth"));
        var table = one.GetProperty("score");
        double[] flat = Flatten(table);
        var classes = Columns(table);
        return key => NumberAfter(key, "topk_accuracy_class_") is { } k && k < classes
            ? () => Metrics.Ranking.SpliceTopK(
                [.. truth.Select(t => t == (int)k)], [.. Enumerable.Range(0, truth.Length).Select(i => flat[i * classes + (int)k])])
            : null;
    }
}
