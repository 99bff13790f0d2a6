use serde::Serialize;
use sqlx::PgConnection;

use crate::Result;
use crate::patients::allergies::Allergy;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    pub drug: String,
    pub with: String,
    pub remark: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Interaction {
    pub ingredient_a: String,
    pub ingredient_b: String,
    pub grade: String,
    pub remark: String,
}

pub async fn table(conn: &mut PgConnection) -> Result<Vec<Interaction>> {
    Ok(
        sqlx::query_as("SELECT ingredient_a, ingredient_b, grade, remark FROM drug_interactions")
            .fetch_all(conn)
            .await?,
    )
}

/// Ingredients a patient takes now: of every prescription whose days are not over.
pub async fn taken(conn: &mut PgConnection, patient: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT DISTINCT d.ingredient
           FROM prescriptions p
           JOIN encounters e ON e.id = p.encounter_id
           JOIN prescription_lines l ON l.prescription_id = p.id
           JOIN drugs d ON d.code = l.drug_code
          WHERE e.patient_id = $1 AND p.status IN ('issued', 'dispensed')
            AND p.issued_at + make_interval(days => l.days) >= now()
          ORDER BY d.ingredient",
    )
    .bind(patient)
    .fetch_all(conn)
    .await?)
}

pub fn check(
    ingredients: &[String],
    allergies: &[Allergy],
    table: &[Interaction],
) -> Vec<Conflict> {
    let among = |ingredient: &String| ingredients.contains(ingredient);
    let pairs = table
        .iter()
        .filter(|line| {
            line.grade == "forbidden" && among(&line.ingredient_a) && among(&line.ingredient_b)
        })
        .map(|line| Conflict {
            drug: line.ingredient_a.clone(),
            with: line.ingredient_b.clone(),
            remark: line.remark.clone(),
        });
    let persons = allergies
        .iter()
        .filter(|allergy| among(&allergy.ingredient))
        .map(|allergy| Conflict {
            drug: allergy.ingredient.clone(),
            with: "환자".into(),
            remark: format!("알레르기 ({})", allergy.severity),
        });
    pairs.chain(persons).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: &str, b: &str, grade: &str) -> Interaction {
        Interaction {
            ingredient_a: a.into(),
            ingredient_b: b.into(),
            grade: grade.into(),
            remark: "출혈".into(),
        }
    }

    #[test]
    fn only_what_is_forbidden_stops() {
        let table = [
            pair("ibuprofen", "warfarin", "forbidden"),
            pair("amoxicillin", "warfarin", "caution"),
        ];
        let taken = ["amoxicillin".to_owned(), "warfarin".to_owned()];
        assert!(check(&taken, &[], &table).is_empty());
        let taken = ["ibuprofen".to_owned(), "warfarin".to_owned()];
        assert_eq!(check(&taken, &[], &table)[0].with, "warfarin");
    }

    #[test]
    fn allergies_stop_alone() {
        let allergy = Allergy {
            ingredient: "amoxicillin".into(),
            severity: "severe".into(),
        };
        let found = check(&["amoxicillin".to_owned()], &[allergy], &[]);
        assert_eq!(found.len(), 1);
        assert!(found[0].remark.contains("severe"));
    }
}
