using System.Text.Json.Nodes;
using OmniHelix.Documents;

namespace OmniHelix.Models.Backbones;

/// <summary>What a library calls the tasks of its heads, in class names and in <c>config.json</c>.</summary>
internal sealed record LibraryTasks
{
    /// <summary>Every task of sequences.</summary>
    public static readonly TaskType[] OfSequences =
        [TaskType.SequenceClassification, TaskType.MultiLabelClassification, TaskType.SequenceRegression];

    private const string ProblemKey = "problem_type";

    /// <summary>Endings of class names, and what such a model predicts.</summary>
    public required IReadOnlyList<(string Ending, TaskType[] Tasks)> Classes { get; init; }

    /// <summary>Problem types and what they predict; the first of a target is the one that is written.</summary>
    public required IReadOnlyList<(string Name, TaskTarget Target)> Problems { get; init; }

    /// <summary>The section of <c>config.json</c> that holds the problem type and the number of labels; null for the top.</summary>
    public string? Section { get; init; }

    /// <summary>Heads of tokens have a problem type, too; otherwise they classify.</summary>
    public bool TokensHaveProblems { get; init; }

    /// <summary>The problem type of heads with one score for two classes; null where there are none.</summary>
    public string? Binary { get; init; }

    /// <summary>transformers.</summary>
    public static LibraryTasks Transformers { get; } = new()
    {
        Classes =
        [
            ("ForMaskedLM", [TaskType.MaskedLanguageModel]),
            ("ForTokenClassification", [TaskType.TokenClassification]),
            ("ForSequenceClassification", OfSequences),
        ],
        Problems =
        [
            ("regression", TaskTarget.Number),
            ("single_label_classification", TaskTarget.Class),
            ("multi_label_classification", TaskTarget.Classes),
        ],
    };

    /// <summary>The end of the class name of a model for a task.</summary>
    public string Ending(TaskType task) => Classes.FirstOrDefault(one => one.Tasks.Contains(task)).Ending ?? "Model";

    /// <summary>What a head may predict: all that it has scores enough for, unless the file says which, the likeliest first.</summary>
    /// <param name="json">The configuration.</param>
    /// <param name="unit">What its predictions belong to.</param>
    /// <param name="labels">Number of its scores.</param>
    /// <returns>Nothing for what no task of this library is.</returns>
    /// <exception cref="OmniException">OH3202: an unknown problem type.</exception>
    public IReadOnlyList<TaskType> TasksOf(MapNode json, TaskUnit unit, int labels)
    {
        var place = Place(json);
        var problem = place?.Text(ProblemKey);
        if (problem is not null && unit == TaskUnit.Token && !TokensHaveProblems) return [];
        var known = Problems.Where(one => one.Name == problem).ToList();
        if (problem is not null && known.Count == 0)
            throw place!.Wrong(ProblemKey, string.Join(", ", Problems.Select(one => one.Name)));
        TaskTarget[] targets = problem is not null ? [known[0].Target]
            : labels == 1 ? [TaskTarget.Number] : [TaskTarget.Class, TaskTarget.Classes, TaskTarget.Number];
        return
        [
            .. targets.Select(target => TaskType.All.FirstOrDefault(
                task => task.HasLabels && task.Unit == unit && task.Target == target)).OfType<TaskType>(),
        ];
    }

    /// <summary>The number of scores that the section of heads states; null where there is none.</summary>
    public int? LabelsOf(MapNode json) => Section is null ? null : Place(json)?.Integer("num_labels");

    /// <summary>True when the head has one score for two classes.</summary>
    public bool IsBinary(MapNode json) => Binary is not null && Place(json)?.Text(ProblemKey) == Binary;

    /// <summary>Writes what <see cref="TasksOf"/> reads.</summary>
    public void Write(JsonObject config, TaskType task, int labels)
    {
        if (!task.HasLabels || task.Unit == TaskUnit.Pair || (task.Unit == TaskUnit.Token && !TokensHaveProblems)) return;
        var place = config;
        if (Section is not null)
        {
            place = config[Section] as JsonObject ?? [];
            config[Section] = place;
            place["num_labels"] = labels;
        }
        place[ProblemKey] = Problems.First(one => one.Target == task.Target).Name;
    }

    private MapNode? Place(MapNode json) => Section is null ? json : json.Map(Section);
}
